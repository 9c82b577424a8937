"""Who appears in the tests. Everybody is made up."""

from tongguan.desk import register
from tongguan.facts.actor import Actor
from tongguan.facts.clock import parse

OFFICE = "4907"
LIU = register.shipped().actors["liu-min"]
"""Document officer."""
PENG = register.shipped().actors["peng-jie"]
"""Another document officer."""
TAN = register.shipped().actors["tan-yue"]
"""Quarantine officer."""
ZHOU = register.shipped().actors["zhou-wei"]
"""Inspector."""
XIAO = register.shipped().actors["xiao-han"]
"""Tax officer."""
DENG = register.shipped().actors["deng-fang"]
"""Coordinator, also a document officer."""
MAO = register.shipped().actors["mao-qing"]
"""Head of the office."""
TERMINAL = register.shipped().actors["terminal"]
BANK = register.shipped().actors["bank"]
BROKER = Actor(id="broker", kind="declarant", roles=("declarant",), party="4303980001")
STRANGER = Actor(id="stranger", kind="declarant", roles=("declarant",), party="4403180000")
DAPENG = Actor(id="dapeng", roles=("document_officer",), office="5317")
"""A document officer of another office."""
BOTH = Actor(id="both", roles=("document_officer", "inspector"), office=OFFICE)
"""Somebody who reviews and inspects: separation of duties is about him."""
HE = register.shipped().actors["he-lan"]
"""The other inspector."""
INSPECTORS = {each.id: each for each in (ZHOU, HE, BOTH)}
"""Whoever may be drawn for a visit."""

AUGUST = parse("2018-08-20T10:00:00+08:00")
FEBRUARY = parse("2018-02-01T17:00:00+08:00")
LAST_YEAR = parse("2017-03-06T09:00:00+08:00")
MINUTE = 60_000_000
"""Microseconds."""
