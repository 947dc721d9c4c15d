from django.urls import path

from progress.views import (
    alignment,
    calendar,
    closing,
    cycle,
    key_result,
    map,
    moving,
    objective,
    people,
    reminders,
    review,
    reviews,
    updates,
)

urlpatterns = [
    path("updates/", updates.updates, name="updates"),
    path("alignment/", alignment.alignment, name="alignment"),
    path("alignment/map/", map.alignment_map, name="alignment_map"),
    path("objectives/<id:pk>/", objective.objective, name="objective"),
    path("objectives/<id:pk>/children/", alignment.branch, name="objective_children"),
    path("objectives/<id:pk>/move/", moving.objective_move, name="objective_move"),
    path("key-results/<id:pk>/", key_result.key_result, name="key_result"),
    path(
        "key-results/<id:pk>/check-ins/",
        key_result.check_in_create,
        name="check_in_create",
    ),
    path(
        "key-results/<id:pk>/check-ins/preview/",
        key_result.check_in_preview,
        name="check_in_preview",
    ),
    path(
        "check-ins/<id:pk>/correct/",
        key_result.check_in_correct,
        name="check_in_correct",
    ),
    path("cycles/", cycle.cycles, name="cycles"),
    path("cycles/<id:pk>/", cycle.cycle, name="cycle"),
    path("cycles/<id:pk>/compliance/", cycle.cycle_compliance, name="cycle_compliance"),
    path("reviews/", reviews.reviews, name="reviews"),
    path(
        "objectives/<id:pk>/reviews/",
        reviews.objective_reviews,
        name="objective_reviews",
    ),
    path("reviews/<id:pk>/", review.review, name="review"),
    path("reviews/<id:pk>/again/", review.review_again, name="review_again"),
    path("follow-ups/<id:pk>/", review.follow_up, name="follow_up"),
    path("follow-ups/<id:pk>/done/", review.follow_up_done, name="follow_up_done"),
    path("cycles/<id:pk>/close/", closing.cycle_close, name="cycle_close"),
    path("teams/", people.teams, name="teams"),
    path("teams/<id:pk>/", people.team, name="team"),
    path("people/<id:pk>/", people.person, name="person"),
    path("calendar/<token>.ics", calendar.calendar, name="calendar"),
    path(
        "settings/reminders/", reminders.settings_reminders, name="settings_reminders"
    ),
    path(
        "settings/reminders/calendar/",
        reminders.settings_calendar,
        name="settings_calendar",
    ),
    path("settings/reminders/wake/", reminders.settings_wake, name="settings_wake"),
    path("settings/mail/", reminders.settings_mail, name="settings_mail"),
    path("reminders/snooze/<token>/", reminders.snooze, name="snooze"),
    path("reminders/stop/<token>/", reminders.reminders_stop, name="reminders_stop"),
]
