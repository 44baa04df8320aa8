"""Addresses of communities and of what is published in them; one list per noun."""

urlpatterns = []
