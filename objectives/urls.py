from django.urls import path

from objectives.views import drops, key_results, objectives, weights

urlpatterns = [
    path("objectives/new/", objectives.objective_create, name="objective_create"),
    path("objectives/<id:pk>/edit/", objectives.objective_edit, name="objective_edit"),
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
]
