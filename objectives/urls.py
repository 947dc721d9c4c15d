from django.urls import path

from objectives.views import (
    account,
    alignment,
    drops,
    key_results,
    measurement,
    objectives,
    tokens,
    weights,
)
from objectives.views.settings import absences, cycles, people, teams

urlpatterns = [
    path("setup/", account.first_run, name="first_run"),
    path("preferences/", account.preferences, name="preferences"),
    path("objectives/new/", objectives.objective_create, name="objective_create"),
    path("objectives/<id:pk>/edit/", objectives.objective_edit, name="objective_edit"),
    path(
        "objectives/<id:pk>/alignment/",
        alignment.objective_alignment,
        name="objective_alignment",
    ),
    path("objectives/<id:pk>/drop/", drops.objective_drop, name="objective_drop"),
    path(
        "objectives/<id:pk>/weights/",
        weights.objective_weights,
        name="objective_weights",
    ),
    path(
        "objectives/<id:pk>/weights/shares/",
        weights.objective_weight_shares,
        name="objective_weight_shares",
    ),
    path(
        "objectives/<id:pk>/key-results/new/",
        key_results.key_result_create,
        name="key_result_create",
    ),
    path(
        "key-results/<id:pk>/edit/", key_results.key_result_edit, name="key_result_edit"
    ),
    path("key-results/<id:pk>/drop/", drops.key_result_drop, name="key_result_drop"),
    path(
        "key-results/<id:pk>/measurement/",
        measurement.measurement,
        name="key_result_measurement",
    ),
    path("settings/", cycles.settings_start, name="settings"),
    path("settings/profile/", account.profile, name="settings_profile"),
    path(
        "settings/profile/tokens/new/",
        tokens.settings_token_create,
        name="settings_token_create",
    ),
    path(
        "settings/profile/tokens/<id:pk>/revocation/",
        tokens.settings_token_revoke,
        name="settings_token_revoke",
    ),
    path("settings/absences/", absences.settings_absences, name="settings_absences"),
    path(
        "settings/absences/new/",
        absences.settings_absence_create,
        name="settings_absence_create",
    ),
    path(
        "settings/absences/<id:pk>/",
        absences.settings_absence_edit,
        name="settings_absence_edit",
    ),
    path(
        "settings/absences/<id:pk>/removal/",
        absences.settings_absence_remove,
        name="settings_absence_remove",
    ),
    path(
        "settings/organisation/",
        cycles.settings_organisation,
        name="settings_organisation",
    ),
    path("settings/cycles/", cycles.settings_cycles, name="settings_cycles"),
    path(
        "settings/cycles/new/",
        cycles.settings_cycle_create,
        name="settings_cycle_create",
    ),
    path(
        "settings/cycles/<id:pk>/",
        cycles.settings_cycle_edit,
        name="settings_cycle_edit",
    ),
    path("settings/teams/", teams.settings_teams, name="settings_teams"),
    path(
        "settings/teams/new/", teams.settings_team_create, name="settings_team_create"
    ),
    path(
        "settings/teams/<id:pk>/", teams.settings_team_edit, name="settings_team_edit"
    ),
    path(
        "settings/teams/<id:pk>/members/",
        teams.settings_team_members,
        name="settings_team_members",
    ),
    path(
        "settings/teams/<id:pk>/members/<id:person_pk>/",
        teams.settings_membership,
        name="settings_membership",
    ),
    path("settings/people/", people.settings_people, name="settings_people"),
    path(
        "settings/people/new/",
        people.settings_person_create,
        name="settings_person_create",
    ),
    path(
        "settings/people/<id:pk>/",
        people.settings_person_edit,
        name="settings_person_edit",
    ),
    path(
        "settings/people/<id:pk>/invitation/",
        people.settings_person_invite,
        name="settings_person_invite",
    ),
]
