"""Teams: a plain name on each person, which figures are asked by."""

from django.db.models.functions import Lower

from inbox.models import User


def team_names() -> list[str]:
    """Every team somebody is in, people who left included: the figures still know them."""
    names = User.objects.exclude(team="").order_by(Lower("team"), "team").values_list("team", flat=True)
    return list(dict.fromkeys(names))


def put_in_team(person: User, team: str) -> None:
    """Empty = in none. A team keeps the case it was first written in: "support" joins "Support"."""
    typed = " ".join(team.split())
    known = {name.casefold(): name for name in team_names()}
    User.objects.filter(pk=person.pk).update(team=known.get(typed.casefold(), typed))
