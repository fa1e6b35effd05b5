{% from 'foundation/table.macro' import end_with_person %}
{{ end_with_person('amity', 'kept_badges', 510) }}
