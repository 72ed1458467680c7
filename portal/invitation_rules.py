"""Who may invite whom, and when two people are needed. Pure: grants in, words out."""

from collections.abc import Callable

from portal.access import Grant, Grants, Place
from portal.permissions import Permission
from portal.roles import ROLES, PlaceKind, Role


Covers = Callable[[Place, Place], bool]
INVITING = (
    Permission.POST_GRANT,
    Permission.POST_PROPOSE,
    Permission.ACCOUNT_PROVISION,
)
OF_SCHOOLS = frozenset(r.key for r in ROLES.values() if r.place == PlaceKind.SCHOOL)
BY_A_HEAD = OF_SCHOOLS - {"head"}  # a head does not make heads
BY_A_UNIT = frozenset({"cpu_worker"})
NARRATIVE = frozenset(
    {Permission.CONCERN_READ, Permission.CASE_VIEW, Permission.REFERRAL_VIEW}
)
WITH_TWO = NARRATIVE | {Permission.POST_PROPOSE}  # or is one of the two


def roles_from(grant: Grant) -> frozenset[str]:
    """The roles that this post may invite to."""
    rights = grant.role.permissions
    if Permission.ACCOUNT_PROVISION in rights:
        return frozenset(ROLES)
    if Permission.POST_GRANT in rights:
        return OF_SCHOOLS
    if Permission.POST_PROPOSE in rights:
        return BY_A_UNIT if grant.place.kind == PlaceKind.UNIT else BY_A_HEAD
    return frozenset()


def roles_to_offer(held: Grants) -> list[Role]:
    """The roles that this person may invite to somewhere, in the order of the list."""
    keys = frozenset().union(*(roles_from(grant) for grant in held.all))
    return [role for role in ROLES.values() if role.key in keys]


def may_invite(held: Grants, role: Role, place: Place, covers: Covers) -> bool:
    """Whether one of the posts gives that role at a place it answers for."""
    return any(
        role.key in roles_from(grant) and covers(grant.place, place)
        for grant in held.all
    )


def needs_second_person(held: Grants, role: Role, place: Place, covers: Covers) -> bool:
    """Above a school always, and for a role that reads what is told of a child.

    Also for a head, or an officer could make up the second person. In other roles of
    a school when only an administrator invites: they open no record to anybody alone.
    """
    if role.place != PlaceKind.SCHOOL or role.permissions & WITH_TWO:
        return True
    knows_the_person = any(
        Permission.ACCOUNT_PROVISION not in grant.role.permissions
        and role.key in roles_from(grant)
        and covers(grant.place, place)
        for grant in held.all
    )
    return role.second_factor and not knows_the_person


def may_approve(
    held: Grants, inviter: Grants, role: Role, place: Place, covers: Covers
) -> bool:
    """Whether a post here may say the yes to what the inviter proposed.

    To a proposal from inside a school or unit the yes comes from outside it.
    """
    inside = place.kind != PlaceKind.NATION and any(
        grant.place == place and role.key in roles_from(grant) for grant in inviter.all
    )
    return any(
        role.key in roles_from(grant)
        and covers(grant.place, place)
        and not (inside and grant.place == place)
        for grant in held.all
    )


def may_vouch(held: Grants, posts: Grants, covers: Covers) -> bool:
    """Whether this person may say "I saw them in person" for the holder of posts.

    The head of a school for its staff, the head of a unit for its workers, the
    directorate's officer for heads of schools. Never an administrator. Standing in
    for somebody counts on neither side: it makes nobody known to anybody.
    """
    own_posts = [theirs for theirs in posts.all if not theirs.deputy]
    for mine in held.all:
        if mine.deputy:
            continue
        rights = mine.role.permissions
        for theirs in own_posts:
            heads = theirs.role.key == "head" and Permission.POST_GRANT in rights
            own = Permission.FACTOR_REPROOF in rights
            if (heads or own) and covers(mine.place, theirs.place):
                return True
    return False
