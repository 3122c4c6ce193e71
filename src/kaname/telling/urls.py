"""Addresses of this slice."""

from django.urls import path

from kaname.telling.views import channels, deliveries, preferences

app_name = "telling"
urlpatterns = [
    path("", preferences.preferences, name="preferences"),
    path("hours/", preferences.hours, name="hours"),
    path("chat/", preferences.chat, name="chat"),
    path("chat/samples/", preferences.chat_samples, name="chat_samples"),
    path("kinds/", preferences.kinds, name="kinds"),
    path("notices/<int:pk>/", preferences.notice, name="notice"),
    path("channels/", channels.channels, name="channels"),
    path("channels/new/", channels.new_channel, name="new_channel"),
    path("channels/<int:pk>/", channels.channel, name="channel"),
    path("channels/<int:pk>/removal/", channels.channel_removal, name="channel_removal"),
    path("channels/<int:pk>/samples/", channels.channel_samples, name="channel_samples"),
    path("channels/deliveries/", deliveries.deliveries, name="deliveries"),
    path("channels/deliveries/export/", deliveries.deliveries_export, name="deliveries_export"),
    path("channels/deliveries/<int:pk>/attempts/", deliveries.attempts, name="attempts"),
]
