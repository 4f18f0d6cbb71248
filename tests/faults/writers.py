"""Many writers at once, each a process that changes a part of its own as fast as it can, by the save contract.

`python -m tests.faults.writers CONVERSATION WRITERS SAVES` prints how many saves were taken, and the errors.
"""

import json
import os
import sys
from importlib import import_module

import django


def write(conversation, name, saves):
    """Save one part over and over; return (number saved, the errors met)."""
    from django.db import DatabaseError

    from conversations.saving import SAVED, Save, save_part

    saved, errors = 0, []
    for number in range(saves):
        try:
            save = Save.make(f"geparkeerd:nieuw-{name}", number, {"text": f"{name}: {number + 1}"})
            saved += save_part(conversation.facilitator, conversation, save)[0] == SAVED
        except DatabaseError as error:
            errors.append(str(error))
    return saved, errors


def start(conversation, name, saves):
    """Let a process of its own write; return the end of a pipe on which it tells what came of it."""
    reads, writes = os.pipe()
    if os.fork():
        os.close(writes)
        return reads
    with os.fdopen(writes, "w") as told:
        json.dump(write(conversation, name, saves), told)
    os._exit(0)


def main(pk, writers, saves):
    django.setup()
    import_module("driehoek.urls")  # makes the kinds known
    from django.db import connections

    from conversations.models import Conversation

    conversation = Conversation.objects.select_related("facilitator").get(pk=pk)
    connections.close_all()  # each process opens its own
    pipes = [start(conversation, name, saves) for name in range(writers)]
    results = [json.loads(os.fdopen(pipe).read()) for pipe in pipes]
    errors = sorted({error for _, met in results for error in met})
    print(json.dumps({"saved": sum(saved for saved, _ in results), "errors": errors}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
