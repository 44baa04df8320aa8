from django.urls import path

from sns.ops.views import invitations, staff
from sns.ops.views.setup import setup

urlpatterns = [
    path("setup/", setup, name="setup"),
    path("settings/invitations/", invitations.invitations, name="invitations"),
    path("settings/invitations/again/", invitations.send_every_one_again, name="invitations_send_again"),
    path("settings/invitations/<int:pk>/again/", invitations.send_one_again, name="invitation_send_again"),
    path("settings/invitations/<int:pk>/withdraw/", invitations.withdraw, name="invitation_withdraw"),
    path("invitations/<str:secret>/", invitations.accept, name="invitation"),
    path("staff/", staff.upload, name="staff"),
    path("staff/preview/", staff.preview, name="staff_preview"),
]
