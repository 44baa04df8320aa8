from django.urls import path

from sns.notifications.views import leaving, lines, settings

urlpatterns = [
    path("notifications/", lines.notification_list, name="notifications"),
    path("notifications/read/", lines.read_all, name="notifications_read"),
    path("notifications/<int:pk>/", lines.notification, name="notification"),
    path("notifications/unsubscribe/<str:token>/", leaving.unsubscribe, name="unsubscribe"),
    path("settings/notifications/", settings.preferences, name="notification_preferences"),
    path("settings/notifications/times/", settings.times, name="notification_times"),
    path("settings/notifications/communities/", settings.spaces, name="notification_spaces"),
    path("settings/notifications/threads/", settings.threads, name="notification_threads"),
    path("settings/notifications/threads/<int:pk>/", settings.thread, name="notification_thread"),
    path("spaces/<int:pk>/level/", settings.space_level, name="space_level"),
]
