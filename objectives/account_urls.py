"""Addresses of signing in and out; the names are those that Django expects."""

from django.contrib.auth import views
from django.urls import path

from objectives.forms.account import ResetForm
from objectives.views.account import sign_in
from objectives.views.common import form_page

# Django's own views take a PUT for a POST; these refuse it with 405.
urlpatterns = [
    path("login/", sign_in, name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path(
        "password_change/",
        form_page(views.PasswordChangeView.as_view()),
        name="password_change",
    ),
    path(
        "password_change/done/",
        views.PasswordChangeDoneView.as_view(),
        name="password_change_done",
    ),
    path(
        "password_reset/",
        form_page(views.PasswordResetView.as_view(form_class=ResetForm)),
        name="password_reset",
    ),
    path(
        "password_reset/done/",
        views.PasswordResetDoneView.as_view(),
        name="password_reset_done",
    ),
    path(
        "reset/<uidb64>/<token>/",
        form_page(views.PasswordResetConfirmView.as_view()),
        name="password_reset_confirm",
    ),
    path(
        "reset/done/",
        views.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
]
