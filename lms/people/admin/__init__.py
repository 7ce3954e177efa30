"""직원·조직 in the Wagtail admin: people, units, audiences and access records, built from Wagtail's own viewsets."""
