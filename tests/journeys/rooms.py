"""Every screen of the training, by the name of its URL or the type of its page: who
opens it on the demonstration site, and where. What stands in braces is made and
printed by `prepare_rooms.py`. tests/training/test_every_room.py holds it complete."""

PROTECTOR = "protector@shembull.example"
HOLDER = "protector.kodra@shembull.example"
TEACHER = "teacher@shembull.example"
OFFICER = "officer@shembull.example"
LEADER = "protector.lulja@shembull.example"  # no other journey leads in this name

ROOMS: dict[str, dict[str, str]] = {
    HOLDER: {
        "index": "/training/",
        "award": "{award}",
        "award_check": "/training/awards/",
        "renewal": "{renewal}",
        "recognitions": "/training/recognition/",
        "recognition_new": "/training/recognition/new/",
        "my_sessions": "/training/sessions/mine/",
        "sign_in": "/training/in/",
        "saved_index": "/training/saved/",
        "curriculum": "/training/curriculum/",
        "quiz_start": "{quiz}",
        "quiz_attempt": "{attempt}",
        "refresher": "{refresher}",
        "scenario_debrief": "{run}",
        "ProgrammePage": "{programme}",
        "ModulePage": "{module}",
        "LessonPage": "{lesson}",
        "ScenarioPage": "{scenario}",
        "GradeBandPage": "{band}",
        "UnitPage": "{unit}",
        "ClassLessonPage": "{class_lesson}",
        "GuidancePage": "{guidance}",
    },
    TEACHER: {
        "saved": "{saved}",
        "deliveries": "/training/taught/",
        "delivery_event": "/training/taught/event/",
        "delivery_class": "{taught}",
        "delivery_take_back": "{take_back}",
        "card_rounds": "/training/cards/",
        "card_round_new": "/training/cards/new/",
        "card_round": "{round}",
        "card_sheet": "{round}sheet/",
        "card_paper": "{round}paper/",
        "card_stop": "{round}stop/",
        "card_round_away": "{round}away/",
        "card_device": "{device}",
    },
    PROTECTOR: {
        "sessions": "/training/sessions/",
        "session_plan": "/training/sessions/plan/",
        "session": "{session}",
        "session_cancel": "{session}cancel/",
        "session_slides": "{session}slides/",
        "session_handout": "{session}handout/",
        "session_scores": "{closed}scores/",
    },
    LEADER: {
        "session_code": "{running}code/",
        "session_roster": "{running}roster/",
        "session_close": "{running}close/",
        "session_sign": "{running}sign/",
    },
    "head@shembull.example": {"walk_ins": "/training/sessions/guests/"},
    OFFICER: {
        "recognition": "{proposal}",
        "coverage_lessons": "/training/coverage/lessons/",
        "coverage_school": "{school}",
        "walk_in": "{guest}",
    },
    "ministry@shembull.example": {
        "coverage": "/training/coverage/",
        "coverage_municipality": "{municipality}",
    },
    "publisher@shembull.example": {"award_revoke": "{revoke}"},
}
NO_SCREENS = {
    "award_pdf": "a file",
    "lesson_file": "a file",
    "session_sheet": "a file",
    "session_test": "a file",
    "session_key": "a file",
    "session_qr": "a picture",
    "worker": "a script",
    "outbox": "answers a script with JSON",
    "lesson_finish": "answers POST only, with a redirect",
    "scenario_start": "answers POST only, with a redirect",
    "TrainingIndexPage": "its address is the screen `index`",
    "CurriculumIndexPage": "its address is the screen `curriculum`",
}
