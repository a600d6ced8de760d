"""Mends what the model gets wrong in the same way again and again, where the order of words leaves no doubt.

- Behind a statement comes who made it: "They spoke this Friday, the palace said." What stands in front of the comma belongs to what
  is stated; the model often hangs the day on "said".
- Of two nouns between what is stated and the verb of saying the first is no source but the object of what is stated, where that has
  none and only a day stands between: "He received Thursday a call from his colleague, the palace said."
- An infinitive has no subject of its own: "He called on the same day the president of Chile to thank him" has an object.
- What somebody was urged in is no part of what he was to do, where a day of the past or a comma tells: "Xi urged Trump to show
  restraint in a phone call on Saturday." Nor of what they discussed the need for.
- Whom somebody rang may be taken for who rang: "Merkel talked to Macron and then rang Mark Rutte."
- Whom a call was with may stand behind its day: "Harris and Guterres in separate calls on Thursday with Tinubu".
- Whom somebody spoke with is no company of a time: "He spoke for the first time with Abbas."
- Who acts "together with X" does so in the clause behind "and": "They went to Kyiv and, together with Zelensky, phoned Trump."
- What somebody was told in a call is no clause on the call: "He told her in a phone call that rice would be sent."
- A name in front makes "May" a name: "Merkel and Theresa May discussed by telephone …" tells what was, not what
  may be. So does a past behind it: "May talked to Trump".
- A capital behind "to" and in front of a surname begins a name: "talked on the phone to Petro Poroshenko" has no infinitive.
- A name behind a noun may open a clause on it that no pronoun leads: "He was the first leader Biden called."
- A clause of the past with a subject of its own, and "that" for its object, is of the noun: "the talk that Rudd had with him".
- Who "had" a call, or "held" it, between the noun for it and this verb: "The talk that Rudd and Kan had on Monday lasted an hour."
- Verbs in -e keep it: "hoped" is no form of "hop".
- What "which" tells behind a name it tells of the call: "his talk with Arafat, which had been announced for Monday".
- "Calls" right behind a verb is its object, and behind "her" a noun;
  what stands in front of a semicolon is nothing that the clause behind it states.
- Of two names behind an office the second acts: "After a call with the premier, Giuseppe Conte, Pedro Sánchez said …".
- A day behind who acts is no part of the name: "Imran Khan Sunday telephoned his colleague."
- Two names with "and" between are two: "Fernández and Martín Vizcarra talked" has two who act.
- What a state is told to own is one name of two: "with Putin and Ukraine's Petro Poroshenko" has two, and Putin owns nobody.
- A name behind a comma may ring too, its verb left out: "Blair called in the morning, Chirac in the afternoon."
- Of two names in front of a verb that nobody else does the second acts: "After the funeral of King Hussein, Chirac rang Arafat."
- Behind "With X," somebody else acts: "With Nepal's Narayan Khadka, trade and the border were the subjects."
- A verb of the past that opens a sentence is no name, for all its capital: "Rang Abbott on Monday."
- What a sentence says is no part of its source: "According to the palace, the phone call involved Macron."
- A name has no clause that nobody can be: "Haddad, an aide, talked by telephone with X" has a verb, if no other is one.
- A name behind a comma and "and" is of the list in front, and nothing that was done: "calls with X, who chairs the bloc, and Y".
- "Call" behind "on" or "after" is a noun, in headlines too: "Trump offers no details on call".
- Somebody in front of "talks" acts: "President Obama talks with Prime Minister Netanyahu" is no noun.
- Several who are called nothing are called up: "He called the presidents of neighbouring countries on Monday."
- Behind a name and a comma "called" acts where who said it comes behind: "The Kenyan president, X, called Y, the palace said."
- A call behind a comma is no second object of ringing: "He rang Kan on Monday, the first call in years."
- Pasts behind names are no participles: "Putin and President Sisi held telephone talks", "The two leaders conferred by phone",
  "The president of Brazil, X, updated President Y."
- What stands in front of an auxiliary or between it and its verb is the verb's: "Buhari had on 13 February spoken with X". A time
  there is no object: "has this afternoon spoken".
- How views were exchanged, and when, is no part of them: "exchanged views by phone on Sunday", "the talk he had by phone with X".
- "Following" on a verb is "after", and no verb: "Ford pulled the advertisement, following a conversation with Carney."
- Who stands in front of a colon is no subject of what is behind it: "Musharraf: President Bush telephoned me."
- "W/" is a preposition: "POTUS spoke w/ PM Cameron."
- What a conjunction opens is a clause of time, not what somebody is called: "He called her an hour before the attack began."
"""

from __future__ import annotations

from services.extractor.parsing.mend_calls import (
    SPANS,
    give_callee,
    give_company,
    give_content,
    give_way,
    lead_company,
    lift_company,
    lift_occasion,
    lift_way,
    part_call,
    share_verb,
)
from services.extractor.parsing.mend_held import HELD, relate_holding
from services.extractor.parsing.mend_openings import (
    CONFERRING,
    PASTS,
    confer,
    free_clause,
    free_participle,
    free_stated,
    free_verb,
    give_actor,
    give_to_verb,
    hold_talks,
    open_with_company,
    open_with_verb,
    part_label,
    talk,
)
from services.extractor.parsing.mend_relatives import give_clause, give_to_call, give_to_list, relate_clause
from services.extractor.parsing.mend_statements import free_object, give_back, give_day, give_object
from services.extractor.parsing.mend_words import (
    JOINED,
    follow,
    give_owner,
    is_part_of_later,
    join_names,
    name_calls,
    name_infinitive,
    name_may,
    name_owned_calls,
    part_day,
    part_names,
    spell_with,
)
from services.extractor.parsing.tree_edits import CLAUSES, COMPLEMENTS, INFINITIVES, NAMES, SUBJECTS
from services.extractor.tokens import Doc

LABEL = 8  # words in front of a colon that may be the label of a speaker
OCCASIONS = {"in", "during"}
PAST, OPENING = {"VBD", "VBN"}, {"PROPN", "AUX", "ADV", "PART"}
OF_CALL = {"on", "after", "in", "during", "over", "about", "following", "before"}
NAMED = {"PERSON", "ORG"}
TOGETHER = {"together", "along", "jointly"}
WEEKDAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
TRAILING = {"advcl", "parataxis", "conj"}
ISSUING = {"publish", "say", "announce", "report", "state", "inform", "post", "write", "confirm", "reveal", "disclose", "indicate"}
LEMMAS = {  # by what the lemmatizer makes of their past and participle
    "bar": "bare", "din": "dine", "fin": "fine", "hat": "hate", "hop": "hope", "rat": "rate", "slat": "slate", "spar": "spare",
    "stag": "stage", "tap": "tape",
}  # fmt: skip
SHARING = {"dobj", "npadvmod", "dep", "appos", "oprd"}  # as what the model takes a name with its verb left out
TAKEN = {"dobj", "nsubjpass", "ccomp"}  # as what stands who is called something
VIEWS = {"view", "opinion", "idea", "note", "greeting", "assessment", "condolence", "congratulation", "wish", "pleasantry"}
HOLDING = {"have", "hold"}
RINGING = {"call", "phone", "telephone", "ring", "rang", "dial"}  # verbs that take nobody to do something, unlike "ask"


def mend(doc: Doc) -> None:
    """Hangs tokens of `doc` on other heads where the tree is surely wrong. Must run before anybody asks for a subtree."""
    for token in doc.tokens:
        if token.dep_ in INFINITIVES:
            give_content(token)
            if token.dep_ == "acl" and token.tag_ == "VBD":
                relate_clause(token)
        if token.tag_ in PAST and token.i and token.nbor(-1).pos_ in OPENING:
            give_clause(token)
        if token.lemma_ in LEMMAS and token.lower_ in (LEMMAS[token.lemma_] + "d", token.lemma_ + "ing"):
            token.lemma_ = LEMMAS[token.lemma_]
        if token.text in ("With", "To") and token.i == token.sent.start:
            open_with_company(token)
        if token.text in PASTS and token.i == token.sent.start and len(token.sent) > 1:
            open_with_verb(token)
        if token.dep_ == "amod" and token.tag_ in PAST and token.head.dep_ in ("conj", "appos"):
            hold_talks(token)
        elif token.dep_ == "amod" and token.tag_ in PAST:
            free_participle(token)
        if token.dep_ == "acl" and token.lemma_ in CONFERRING:
            confer(token)
        elif token.dep_ == "acl" and token.lemma_ in RINGING and token.tag_ == "VBN" and token.i:
            free_stated(token)
        elif token.tag_ == "VBD" and token.i and (token.nbor(-1).pos_ == "PROPN" or token.nbor(-1).text == ","):
            give_actor(token)
        if token.head.dep_ == "aux" and token.head.lemma_ in ("have", "be") and token.i < token.head.head.i:
            give_to_verb(token)
        if token.dep_ == "ROOT" and token.text == "According":
            free_clause(token)
        elif token.dep_ == "ROOT" and token.text == "talks" and token.tag_ == "NNS" and token.i:
            talk(token)
        elif token.dep_ == "ROOT" and token.pos_ in NAMES:
            free_verb(token)
        if token.text == ":" and 0 < token.i - token.sent.start <= LABEL:
            part_label(token)
        if token.dep_ == "relcl" and token.lemma_ in HOLDING:
            give_way(token)
        if token.lower_ in HELD and token.i:
            relate_holding(token)
        if token.text == "w/":
            spell_with(token)
        if token.dep_ == "nsubj" and token.pos_ == "PROPN" and token.i > token.head.i and token.head.lemma_ in RINGING:
            give_callee(token)
        if token.dep_ in SHARING and token.pos_ in NAMES and token.head.lemma_ in RINGING:
            share_verb(token)
        if token.text == "May" and token.dep_ == "aux":
            name_may(token)
        elif token.tag_ == "VB" and token.text[:1].isupper() and 0 < token.i < len(doc) - 1 and token.nbor(-1).text == "to":
            name_infinitive(token)
        elif token.dep_ == "oprd" and any(child.dep_ == "mark" for child in token.children):
            token.dep_ = "advcl"
        elif token.dep_ == "oprd" and token.tag_ == "NNS" and not any(c.dep_ in TAKEN for c in token.head.children):
            token.dep_ = "dobj"
        elif token.dep_ in CLAUSES and token.i < token.head.i and any(c.text == ";" and c.i > token.i for c in token.head.children):
            token.dep_ = "parataxis"
        elif token.dep_ == "relcl" and token.head.pos_ == "PROPN":
            give_to_call(token)
        elif token.dep_ == "pcomp" and token.text == "call" and token.tag_ == "VB" and token.head.lower_ in OF_CALL:
            token.tag_, token.pos_, token.dep_ = "NN", "NOUN", "pobj"
        elif token.lower_ == "calls" and token.tag_ == "VBZ" and token.dep_ in SUBJECTS:
            name_owned_calls(token)
        elif token.lower_ == "calls" and token.dep_ in CLAUSES and token.i == token.head.i + 1:
            name_calls(token)
        elif token.dep_ in CLAUSES and token.i < token.head.i:
            give_object(token)
            give_back(token)
        elif token.dep_ in TRAILING and token.i > token.head.i and token.lemma_ in ISSUING:
            give_day(token)
        elif token.tag_ == "VB" and (token.dep_ in INFINITIVES or (token.dep_ in COMPLEMENTS and token.head.lemma_ in RINGING)):
            free_object(token)
        elif token.pos_ == "PROPN" and is_part_of_later(token):
            join_names(token)
        elif token.dep_ == "compound" and token.head.text in WEEKDAYS:
            part_day(token)
        elif token.dep_ == "conj" and token.ent_type_ in NAMED and token.ent_type_ != token.head.ent_type_:
            give_to_list(token)
        elif token.dep_ in JOINED and token.pos_ == "PROPN" and token.i < len(doc) - 1:
            part_names(token)
        elif token.dep_ == "case" and token.head.dep_ == "conj":
            give_owner(token)
        elif token.dep_ == "prep" and token.lower_ in OCCASIONS:
            lift_occasion(token)
        elif token.dep_ == "dobj" and token.head.lemma_ in RINGING:
            part_call(token)
        elif token.dep_ == "prep" and token.head.lemma_ in VIEWS and token.head.dep_ == "dobj":
            lift_way(token)
        elif token.text == "following" and token.dep_ in ("prep", "acl"):
            follow(token)
        elif token.dep_ == "prep" and token.lower_ == "with":
            if token.head.lemma_ in SPANS and token.head.dep_ == "pobj":
                lift_company(token)
            elif token.head.pos_ in NAMES:
                give_company(token)
            elif token.i and token.nbor(-1).lower_ in TOGETHER:
                lead_company(token)
