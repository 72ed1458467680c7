"""Staff: the roster. A post from a file is on the roster; it never opens access."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from schools.importing.errors import RowRefused
from schools.importing.kinds import Parsed
from schools.importing.taking.base import Outcome, Taker
from schools.importing.taking.classes import Classes, Wanted
from schools.importing.taking.starts import Starts
from schools.importing.taking.whole_roll import check_fall
from schools.models import Post, StaffMember
from schools.names import name_key
from schools.school_days import start_year_of


# The contract's words of role: psychologists and social workers are protectors.
PROFESSIONS = ("psychologist", "social_worker")
POST_WRITTEN = ("profession", "starts_on", "ends_on")
ONE_DAY = dt.timedelta(days=1)


class StaffTaker(Taker):
    """Judges members of staff and their posts at schools in reach."""

    def begin(self) -> None:
        self.starts = Starts(self.job.today)
        self.classes = Classes()
        self.made: dict[str, StaffMember] = {}
        self.used: dict[tuple[str, int, str], str] = {}
        self.in_file: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self.forget()

    def prepare(self, rows: Sequence[Parsed]) -> None:
        self.schools = self.schools_by_code(row["school_code"] for row in rows)
        codes = {row["staff_code"] for row in rows}
        people = StaffMember.objects.filter(staff_code__in=codes)
        self.people = {str(p.staff_code): p for p in people} | self.made
        self.posts: dict[tuple[int, int, str], list[Post]] = defaultdict(list)
        elsewhere: dict[int, set[int]] = defaultdict(set)
        posts = Post.objects.filter(staff__staff_code__in=codes).order_by("starts_on")
        for post in posts:
            elsewhere[post.staff_id].add(post.school_id or 0)
            if post.school_id:
                self.posts[post.staff_id, post.school_id, post.role].append(post)
        within = self._within(elsewhere)
        self.editable = {pk for pk, found in elsewhere.items() if found & within}
        self.has_posts = set(elsewhere)
        self.starts.preload(self.schools.values())
        self._prepare_classes(rows)

    def _within(self, elsewhere: dict[int, set[int]]) -> set[int]:
        places = {school for found in elsewhere.values() for school in found}
        rows = self.job.reach.schools().filter(pk__in=places)
        return set(rows.values_list("pk", flat=True))

    def _prepare_classes(self, rows: Sequence[Parsed]) -> None:
        self.classes.preload(self.schools.values(), {self._year(row) for row in rows})
        through = Post.classes.through
        ids = [post.pk for found in self.posts.values() for post in found]
        self.taught: dict[int, set[int]] = defaultdict(set)
        links = through.objects.filter(post__in=ids)
        for post, group in links.values_list("post_id", "classgroup_id"):
            self.taught[post].add(group)

    def judge(self, row: Parsed) -> Outcome:
        start, end = row.get("starts_on"), row.get("ends_on")
        if start and end and end < start:
            raise RowRefused("ends_before_start")
        school = self.schools.get(row["school_code"])
        if school is None:
            raise RowRefused("unknown_school")
        role, profession = _role(row["role"])
        used = self.used.setdefault((row["staff_code"], school, role), row["role"])
        if used != row["role"]:
            raise RowRefused("contradictory")
        person = self.people.get(row["staff_code"])
        post, is_new = self._post(row, school, role, person)
        self.in_file[school].add((row["staff_code"], role))
        person_outcome, person = self._person(row, person)
        post.staff = person
        changed = self._update_post(post, row, profession) or is_new
        classes_changed = self._classes(row, school, post, is_new=is_new)
        if is_new:
            self.new_posts.append(post)
            return "new"
        if changed:
            self.changed_posts.append(post)
        return "changed" if changed or classes_changed or person_outcome else "same"

    def _post(
        self, row: Parsed, school: int, role: str, person: StaffMember | None
    ) -> tuple[Post, bool]:
        known = self.posts[person.pk, school, role] if person and person.pk else []
        start = row.get("starts_on")
        if known and (start is None or not _is_later_spell(known[-1], start)):
            same_start = [post for post in known if post.starts_on == start]
            return (same_start or known)[-1], False
        start = start or self.starts.of(school)
        if row.get("ends_on") and row["ends_on"] < start:
            raise RowRefused("ends_before_start")
        return Post(school_id=school, role=role, starts_on=start), True

    def _person(
        self, row: Parsed, person: StaffMember | None
    ) -> tuple[bool, StaffMember]:
        if person is None:
            person = StaffMember(staff_code=row["staff_code"])
            _name(person, row)
            self.new_people.append(person)
            self.people[row["staff_code"]] = self.made[row["staff_code"]] = person
            return True, person
        if person.pk is None or not self._may_edit(person):
            return False, person
        changed = _name(person, row)
        if changed:
            self.changed_people[row["staff_code"]] = person
        return changed, person

    def _may_edit(self, person: StaffMember) -> bool:
        """A person who works only out of reach keeps the name told there."""
        return (
            self.job.reach.is_national
            or person.pk in self.editable
            or person.pk not in self.has_posts
        )

    def _update_post(self, post: Post, row: Parsed, profession: str) -> bool:
        before = (post.profession, post.starts_on, post.ends_on)
        post.profession = profession or post.profession
        start, end = row.get("starts_on"), row.get("ends_on")
        if start and start < post.starts_on:
            post.starts_on = start
        post.ends_on = end or post.ends_on
        if post.ends_on and post.ends_on < post.starts_on:
            raise RowRefused("ends_before_start")
        return before != (post.profession, post.starts_on, post.ends_on)

    def _classes(self, row: Parsed, school: int, post: Post, *, is_new: bool) -> bool:
        names = (row.get("classes") or "").split()
        if not names:
            return False
        wanted = [(school, self._year(row), name) for name in names]
        ids = {self.classes.id_of(one) for one in wanted}
        if not is_new and ids == self.taught[post.pk]:
            return False
        self.class_lists.append((post, wanted))
        return True

    def _year(self, row: Parsed) -> int:
        today = self.job.today
        day = min(row.get("ends_on") or today, today)
        return start_year_of(max(day, row.get("starts_on") or day))

    def write(self) -> None:
        ledger = self.job.ledger
        ledger.create(self.new_people)
        ledger.upsert(
            list(self.changed_people.values()),
            ("first_name", "last_name", "name_key", "email"),
        )
        ledger.create(self.new_posts)
        ledger.upsert(self.changed_posts, POST_WRITTEN)
        self._write_classes()
        self.forget()

    def _write_classes(self) -> None:
        self.classes.make(one for _post, wanted in self.class_lists for one in wanted)
        through = Post.classes.through
        posts = [post.pk for post, _wanted in self.class_lists]
        links = through.objects.filter(post__in=posts).values_list("pk", flat=True)
        self.job.ledger.delete(through, list(links))
        self.job.ledger.create(
            through(post_id=post.pk, classgroup_id=group)
            for post, wanted in self.class_lists
            for group in {self.classes.id_of(one) for one in wanted}
        )

    def forget(self) -> None:
        self.new_people: list[StaffMember] = []
        self.changed_people: dict[str, StaffMember] = {}
        self.new_posts: list[Post] = []
        self.changed_posts: list[Post] = []
        self.class_lists: list[tuple[Post, list[Wanted]]] = []

    def mention(self, row: Parsed) -> None:
        school = self.schools.get(row.get("school_code", ""))
        if school and row.get("staff_code") and row.get("role"):
            role, _profession = _role(row["role"])
            self.in_file[school].add((row["staff_code"], role))

    def finish(self, *, write: bool) -> int:
        """`--full`: a post that the roster does not name any more ends."""
        if not self.job.options.full:
            return 0
        doomed: list[Post] = []
        for school in sorted(set(self.in_file) | set(self.named_schools.values())):
            posts = Post.objects.held_on(self.job.today).filter(school=school)
            held = list(posts.select_related("staff"))
            gone = [
                post
                for post in held
                if (post.staff.staff_code, post.role) not in self.in_file[school]
                and post.staff.staff_code
            ]
            if not self.job.options.yes:
                check_fall(len(held), len(gone))
            doomed += gone
        if write:
            for post in doomed:
                post.ends_on = max(post.starts_on, self.job.today - ONE_DAY)
            self.job.ledger.upsert(doomed, ["ends_on"])
        return len(doomed)


def _role(word: str) -> tuple[str, str]:
    return ("protector", word) if word in PROFESSIONS else (word, "")


def _is_later_spell(post: Post, start: dt.date) -> bool:
    """The person came back after the post had ended."""
    return post.ends_on is not None and start > post.ends_on


def _name(person: StaffMember, row: Parsed) -> bool:
    before = (person.first_name, person.last_name, person.email)
    person.first_name, person.last_name = row["first_name"], row["last_name"]
    person.email = row.get("email") or person.email
    person.name_key = name_key(person.first_name, person.last_name)
    return before != (person.first_name, person.last_name, person.email)
