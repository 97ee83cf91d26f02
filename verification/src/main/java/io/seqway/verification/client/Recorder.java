package io.seqway.verification.client;

import io.seqway.verification.history.ClientHistory;
import io.seqway.verification.history.Event;
import io.seqway.verification.history.Event.Kind;
import io.seqway.verification.history.Message;

/** Writes down what happens to a client, with the time. */
record Recorder(ClientHistory history) {

    void connection(Kind kind, long code, String text) {
        add(kind, "", code, null, text);
    }

    void room(Kind kind, Room room, long seq, String text) {
        add(kind, room.name, seq, null, text);
    }

    void message(Kind kind, Message message, long seq, String text) {
        add(kind, message.room(), seq, message, text);
    }

    private void add(Kind kind, String room, long seq, Message message, String text) {
        history.add(new Event(kind, System.nanoTime(), room, seq, message, text));
    }
}
