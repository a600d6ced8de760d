"""Mends sentences in which the model finds no verb: those that open with it, whose capital letter lets it be taken for a name;
those that open with their source, with the clause behind taken for a part of that; and pasts taken for participles."""

from __future__ import annotations

from services.extractor.parsing.mend_calls import SPEAKING
from services.extractor.parsing.tree_edits import NAMES, SUBJECTS, act_in_place, hang, take_place
from services.extractor.tokens import Token

PASTS = {
    "Called": "call",
    "Met": "meet",
    "Phoned": "phone",
    "Rang": "ring",
    "Spoke": "speak",
    "Talked": "talk",
    "Telephoned": "telephone",
}
CONFERRING = {"confer", "converse", "consult", "communicate"}  # what nobody is done by a telephone
VERBLESS = {"ROOT", "npadvmod", "ccomp", "dep", "nmod"}  # as what the model hangs a subject whose verb it does not see
TWO = 2  # words in front of a verb, the name and a comma
OF_NAMES = {"compound", "appos", "conj", "cc", "poss", "relcl", "amod", "nmod", "det"}  # what stays with a name


def open_with_verb(first: Token) -> None:
    """Makes the verb of "Rang Abbott on Monday", and what was done there hang on it: nobody acts in the sentence."""
    name, behind = first.head, first.nbor(1)
    if first.tag_ == "VBN" and first.dep_ == "ROOT" and behind.pos_ in ("PROPN", "NOUN", "ADJ"):
        for child in first.children:
            child.dep_ = "dobj" if child.dep_ == "oprd" and child.pos_ == "PROPN" else child.dep_
    elif first.tag_ not in ("NNP", "NN", "VBN") or first.dep_ not in ("compound", "ROOT", "amod", "nmod"):
        return
    if name is not first:
        if name.dep_ != "ROOT":
            return
        _lead(first, name)
    first.tag_, first.pos_, first.lemma_ = "VBD", "VERB", PASTS[first.text]


def free_verb(name: Token) -> None:
    """Makes the verb of "Haddad, an aide to the president, talked by telephone with X" that of the sentence: where nothing else is
    one, what nobody can be is no clause on the name. So with "The emir, Sheikh Hamad, called Bashar al-Assad", where the model has
    it on the second name: a person is called up, not called somebody."""
    verb = next(
        (c for noun in (name, *_names_of(name)) for c in noun.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD")), None
    )
    if verb is None or verb.nbor(-1).text != "," or any(c.lemma_ == "be" for c in name.children):
        return
    called = [c for c in verb.children if c.dep_ == "oprd" and c.pos_ == "PROPN"] if verb.head.pos_ == "PROPN" else []
    named = verb.lemma_ == "call" and any(name.i < n.i < verb.i for n in _names_of(name))  # who is called is called something
    if verb.lemma_ not in SPEAKING and not (called or named) and not any(c.dep_ == "dobj" for c in verb.children):
        return
    if called:
        called[0].dep_ = "dobj"
    if verb.head is not name:
        hang(verb, name, "acl")
    act_in_place(verb, name)


def _names_of(office: Token) -> list[Token]:
    """The names that stand beside an office, or beside the state it is of: "the president of Finland, Tarja Halonen,"."""
    of = [far for prep in office.children if prep.lower_ == "of" for far in prep.children if far.dep_ == "pobj"]
    return [child for noun in (office, *of) for child in noun.children if child.dep_ == "appos" and child.pos_ == "PROPN"]


def give_actor(verb: Token) -> None:
    """Makes who acts of a name right in front of a verb that has nobody: "After the election of General Suleiman, Nicolas Sarkozy
    telephoned Assad" has no second name of the general, "Asked about the dispute, the premier, John Howard, said" none of that, and
    in "After he met Ielemia, James Michel spoke" he did not meet both."""
    name = verb.nbor(-1) if verb.nbor(-1).text != "," or verb.i < TWO else verb.nbor(-2)
    if name.pos_ != "PROPN" or any(c.dep_ in SUBJECTS for c in verb.children) or not verb.is_ancestor(name):
        return
    acting: dict[bool, Token] = {}  # an office, and whose it is
    while name.head is not verb:
        beside = name.dep_ in ("appos", "conj") and name.left_edge.i and name.left_edge.nbor(-1).text == ","
        office = any(c.dep_ == "det" for c in name.children)
        if beside and office not in acting:
            acting[office] = name
        elif beside or acting:
            break
        name = name.head
    if acting:
        hang(list(acting.values())[-1], verb, "nsubj")


def part_label(colon: Token) -> None:
    """Makes no subject of who stands in front of a colon: "President Bush of the United States: With Putin I spoke by phone." """
    last = name = colon.nbor(-1)
    while name.dep_ in ("pobj", "prep") and name.head.i < name.i:
        name = name.head
    if name.dep_ in SUBJECTS and last.i < name.head.i:
        name.dep_ = "dep"


def talk(noun: Token) -> None:
    """Makes a verb of "President Obama talks with Prime Minister Netanyahu during a phone call", under a picture."""
    name = noun.nbor(-1)
    if name.dep_ == "compound" and name.ent_type_ == "PERSON" and any(c.lower_ in ("with", "to", "on") for c in noun.children):
        noun.tag_, noun.pos_, noun.lemma_, name.dep_ = "VBZ", "VERB", "talk", "nsubj"


def open_with_company(way: Token) -> None:
    """ "With Nepal's Narayan Khadka, trade and the border were the subjects": the name is no subject beside them, but with whom."""
    verb = way.head
    names = [c for c in verb.children if c.dep_ in SUBJECTS and c.left_edge.i == way.i + 1]
    if way.children or not names or names[0].pos_ != "PROPN" or names[0].i + 1 >= verb.i or names[0].nbor(1).text != ",":
        return
    name = names[0]
    acting = [c for c in name.children if c.dep_ == "conj" and c.i > name.i]
    if acting:
        for child in [c for c in name.children if c.i > name.i]:
            hang(child, verb, "nsubj" if child is acting[0] else child.dep_)
        hang(name, way, "pobj")


def give_to_verb(part: Token) -> None:
    """Hangs what stands at an auxiliary on its verb: "Buhari had on 13 February spoken", "has this afternoon spoken", not
    the "who" of a question."""
    if part.tag_ != "WP" and (part.i < part.head.i or part.dep_ not in SUBJECTS):
        hang(part, part.head.head, "npadvmod" if part.dep_ == "dobj" else part.dep_)


def free_stated(verb: Token) -> None:
    """Makes the verb of "The Kenyan president, X, called Y on Tuesday, the ministry said" that of what is stated: who said it comes
    behind, and who is called nothing is called up."""
    noun = verb.head.head if verb.head.dep_ == "appos" else verb.head
    said, called = noun.head, [c for c in verb.children if c.dep_ in ("oprd", "dobj")]
    if verb.nbor(-1).text != "," or noun.dep_ not in ("nsubj", "ccomp") or said.i < verb.i or not called:
        return
    if called[0].pos_ not in NAMES or not any(c.dep_ in SUBJECTS and c.i > verb.i for c in said.children):
        return
    if verb.head is not noun:
        hang(verb, noun, "acl")
    act_in_place(verb, noun)
    verb.dep_, called[0].dep_ = "ccomp", "dobj"


def free_participle(verb: Token) -> None:
    """Makes the verb of "The president of Brazil, X, updated President Y by phone" that of the sentence: no participle in front of
    a name has somebody who acts."""
    name = verb.head
    if name.dep_ != "ROOT" or not any(c.dep_ in SUBJECTS for c in verb.children):
        return
    _lead(verb, name)
    verb.tag_, verb.pos_ = "VBD", "VERB"


def _lead(verb: Token, name: Token) -> None:
    """Puts `verb` at the head of the sentence in place of `name`, its object, and on it what stands behind the name and is not its
    own."""
    late = [c for c in name.children if c.i > name.i and c.dep_ not in OF_NAMES and c.lower_ != "of"]
    take_place(verb, name, "dobj")
    for child in late:
        hang(child, verb, child.dep_)


def free_clause(according: Token) -> None:
    """Makes the verb of "According to the palace, the phone call involved Macron" that of the sentence: nothing else is one."""
    source = next((g for c in according.children if c.lower_ == "to" for g in c.children if g.dep_ == "pobj"), None)
    acting = [c for c in source.children if c.dep_ == "appos" and c.pos_ in NAMES] if source is not None else []
    verb = next((c for noun in acting for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"), None)
    if verb is None or not any(c.dep_ == "dobj" for c in verb.children):
        return
    noun = verb.head
    noun.head.children.remove(noun)
    noun.children.remove(verb)
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
    noun.head, noun.dep_ = verb, "nsubj"
    verb.children = sorted([*verb.children, noun])
    ends = [c for c in according.children if c.dep_ == "punct"]
    for token in (according, *ends):
        if token is not according:
            according.children.remove(token)
        token.head = verb
        verb.children.append(token)
    according.dep_ = "prep"
    verb.children.sort()


def hold_talks(verb: Token) -> None:
    """Makes the verb of "Putin and Egyptian President Sisi held telephone talks", which the model took for a part of the talks."""
    talks = verb.head
    first, last = talks.head, verb.nbor(-1)
    if talks.dep_ not in ("conj", "appos") or first.dep_ not in VERBLESS or not first.i < verb.i < talks.i:
        return
    if first.pos_ != "PROPN" or last.pos_ != "PROPN" or not any(c.dep_ == "cc" and c.i < verb.i for c in first.children):
        return
    names = [c for c in talks.children if c.i < verb.i]
    if names and names[-1] is not last:
        return
    if names:
        hang(last, first, "conj")
        for part in names[:-1]:
            hang(part, last, part.dep_)
    act_in_place(verb, first)
    talks.dep_ = "dobj"


def confer(verb: Token) -> None:
    """Makes the verb of "The two leaders conferred by phone", which the model took for what was done to the leaders."""
    who = verb.head
    clause = who.head
    if verb.i != who.i + 1 or who.pos_ not in NAMES:
        return
    if who.dep_ in SUBJECTS and any(c.dep_ in SUBJECTS and c.i > verb.i for c in clause.children):
        take_place(verb, clause, "advcl")  # "conferred by phone, weeks before tariffs take effect"
        hang(who, verb, "nsubj")
        verb.tag_, verb.pos_ = "VBD", "VERB"
    elif who.dep_ == "ROOT":
        act_in_place(verb, who)
    for child in verb.children:
        child.dep_ = "prep" if child.dep_ == "agent" and verb.tag_ == "VBD" else child.dep_
