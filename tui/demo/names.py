"""Names of people and houses. Nobody of them exists; every address ends in .example, which belongs to nobody."""

from __future__ import annotations

ORGANISATIONS = (
    ("Harbour Clinic", "harbour-clinic.example"),
    ("Northgate School", "northgate-school.example"),
    ("Lindqvist Logistics", "lindqvist.example"),
    ("Bluewater Hotel", "bluewater-hotel.example"),
    ("Marlow & Finch", "marlow-finch.example"),
    ("Castellan Print", "castellan-print.example"),
    ("Orchard Dental", "orchard-dental.example"),
    ("Stadtwerke Ahrfeld", "ahrfeld.example"),
    ("Pine Street Bakery", "pine-street.example"),
    ("Riverside Museum", "riverside-museum.example"),
    ("Talbot Engineering", "talbot-eng.example"),
    ("Sol y Mar Viajes", "solymar.example"),
    ("Kestrel Insurance", "kestrel.example"),
    ("Mori Trading Tokyo", "mori-trading.example"),
    ("Old Mill Theatre", "oldmill.example"),
    ("Greenfield Council", "greenfield.example"),
)

FIRST_CUSTOMERS = (
    ("Tomas Reyes", "tomas.reyes", 15),
    ("Aisha Rahman", "aisha.rahman", 0),
    ("Erik Dahl", "erik.dahl", 3),
    ("Lucía Fernández", "lucia.fernandez", 11),
    ("Wen Zhao", "wen.zhao", 12),
    ("Bob Miller", "bob.miller", 10),
    ("Noor Haddad", "noor.haddad", 9),
    ("Helen Marsh", "helen.marsh", 15),
    ("Pedro Alves", "pedro.alves", 11),
    ("Ida Nilsen", "ida.nilsen", 2),
    ("Karin Vogel", "karin.vogel", 7),
    ("Omar Said", "omar.said", 1),
    ("Mei Tanaka", "mei.tanaka", 13),
    ("Sara Lund", "sara.lund", 2),
    ("Jack Doyle", "jack.doyle", 14),
    ("Ana Costa", "ana.costa", 10),
    ("Luis Prado", "luis.prado", 11),
    ("Ruth Klein", "ruth.klein", 6),
    ("Finn Berg", "finn.berg", 8),
    ("Grete Holm", "grete.holm", 4),
    ("Yusuf Aydin", "yusuf.aydin", 5),
    ("Ben Ito", "ben.ito", 0),
    ("IT at Harbour Clinic", "it", 0),
    ("佐藤 健", "ken.sato", 13),
    ("陈静", "chen.jing", 13),
    ("Σοφία Παππά", "sofia.pappa", 9),
    ("Zoë Ångström", "zoe.angstrom", 2),
    ("Łukasz Wójcik", "lukasz.wojcik", 5),
    ("Đặng Thu Hà", "thu.ha.dang", 13),
)
"""Name, the address before the @, and the place of the house in ORGANISATIONS; those of the first page come first."""

GIVEN = (
    "Alice Amir Anton Beatrix Bruno Carla Cem Clara Daniel Diana Edith Emil Esra Felix Freya Georg Gina Hassan Hugo "
    "Ines Ivan Jana Joel Julia Kemal Kira Lars Leila Leon Lina Marco Maria Mats Nadia Nils Nora Olaf Paula Peter "
    "Rafael Rosa Samir Silke Tariq Thea Tim Vera Viktor"
)
FAMILY = (
    "Abbott Adler Arslan Bauer Becker Bianchi Blake Brandt Carter Conti Dixon Doğan Duarte Ekman Fischer Foster Frank "
    "Garcia Graf Hansen Harper Heller Hoffmann Iqbal Jansen Keller Khan Kovács Kruse Larsen Lehmann Lopes Malik Marino "
    "Meyer Moreau Nagy Novak Olsen Parker Petit Quinn Ricci Romero Santos Schulz Silva Sørensen Tully Ulrich Vargas "
    "Weiss Young"
)

GUESTS_HOUSE = "mail.example"
"""Where those write from who only ever came as guests."""
