"""The headers of the demonstration's files: the Albanian forms of the contract."""

CALENDAR = ("Data", "E hapur", "Shënim")
DIRECTORATES = ("Kodi i drejtorisë", "Emri", "Kodi epror")
SCHOOLS = ("Kodi i shkollës", "Emri", "Lloji", "Bashkia", "Drejtoria")
STAFF = (
    "Kodi i punonjësit", "Kodi i shkollës", "Emri", "Mbiemri", "Roli", "E-mail",
    "Klasat", "Nga data",
)  # fmt: skip
PUPILS = (
    "Kodi i nxënësit", "Kodi i shkollës", "Klasa", "Emri", "Mbiemri", "Datëlindja",
    "Gjinia", "Atësia", "Vendbanimi", "Telefoni", "Nga data",
)  # fmt: skip
LEAVERS = (*PUPILS, "Deri më", "Arsyeja e largimit")
ABSENCES = (
    "Kodi i nxënësit", "Data", "Lloji", "Orë të humbura", "Orë të zhvilluara",
)  # fmt: skip
