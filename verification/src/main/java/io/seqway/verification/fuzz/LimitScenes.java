package io.seqway.verification.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.IntFunction;

/** Scenes at the limits: too much at once, nothing read, nothing said, and tokens that end. */
final class LimitScenes {
    /** More than a connection may send at once. */
    private static final int TOO_MANY_SENDS = FuzzedServer.SEND_BURST + 50;

    /** More than a connection may have waiting. */
    private static final int TOO_MANY_WAITING = 1_050;

    /** More frames, and refused ones too, than a connection may send at once. */
    private static final int FLOOD = 6 * FuzzedServer.SEND_BURST;

    private static final int PAGE = 60_000;

    private LimitScenes() {}

    /** Each once: they cost the stores of a small machine more than all the others together. */
    static Attack fast() {
        return new Scenes(
                "limits",
                1,
                false,
                List.of(
                        LimitScenes::sends,
                        LimitScenes::signals,
                        LimitScenes::waitingSends,
                        LimitScenes::questions,
                        LimitScenes::flood,
                        LimitScenes::auths,
                        LimitScenes::unreadPages,
                        LimitScenes::unreadRoom,
                        LimitScenes::unreadEnd));
    }

    /** Those that take as long as the limit. */
    static Attack slow() {
        return new Scenes(
                "times", 3, true, List.of(LimitScenes::shortToken, LimitScenes::silentStranger, LimitScenes::silence));
    }

    private static void sends(Play play) throws InterruptedException {
        Line line = joined(play);
        many(line, TOO_MANY_SENDS, i -> RoomScenes.send(play.room(0), "m" + i, "1", ""));
        line.settle();
    }

    private static void signals(Play play) throws InterruptedException {
        Line line = joined(play);
        String signal = "{\"type\":\"signal\",\"room\":\"%s\",\"name\":\"n\",\"data\":0}".formatted(play.room(0));
        many(line, TOO_MANY_SENDS, i -> signal);
        line.settle();
    }

    private static void waitingSends(Play play) throws InterruptedException {
        Line service = play.with(play.tokens().service());
        service.say(RoomScenes.join(play.room(0), ""));
        many(service, TOO_MANY_WAITING + TOO_MANY_SENDS, i -> RoomScenes.send(play.room(0), "m" + i, "1", ""));
        service.settle();
    }

    private static void questions(Play play) throws InterruptedException {
        Line line = joined(play);
        String history = "{\"type\":\"history\",\"room\":\"%s\",\"after\":0}".formatted(play.room(0));
        many(line, TOO_MANY_WAITING, i -> history);
        line.settle();
    }

    private static void flood(Play play) throws InterruptedException {
        Line line = joined(play);
        many(line, FLOOD, i -> play.dice().pick("{\"type\":\"\"}", "{}", "{\"type\":\"ping\"}", "{\"type\":1}"));
        line.settle();
    }

    private static void auths(Play play) throws InterruptedException {
        Line line = joined(play);
        for (int i = 0; i < 8; i++) {
            line.say(RoomScenes.auth(play.tokens().user("alice")));
        }
        line.settle();
    }

    /** Asks and does not read: another, who reads, shows that time goes on. */
    private static void unreadPages(Play play) throws InterruptedException {
        Line line = joined(play);
        Line other = filled(play);
        line.pause(true);
        String history = "{\"type\":\"history\",\"room\":\"%s\",\"after\":0,\"limit\":2}".formatted(play.room(0));
        many(line, 60, i -> history);
        time(play, other);
        line.pause(play.dice().oneIn(3));
        if (!play.dice().oneIn(3)) {
            line.pause(false);
            line.settle();
        }
    }

    private static void unreadRoom(Play play) throws InterruptedException {
        Line line = joined(play);
        line.pause(true);
        Line other = filled(play);
        time(play, other);
        line.say("{\"type\":\"ping\"}");
        line.say("{\"type\":\"presence\",\"room\":\"%s\"}".formatted(play.room(0)));
        time(play, other);
        line.pause(false);
        line.settle();
    }

    private static void unreadEnd(Play play) throws InterruptedException {
        Line line = joined(play);
        line.pause(true);
        Line other = filled(play);
        line.send(
                play.dice().oneIn(2)
                        ? WireFrame.of(WireFrame.BINARY, new byte[3])
                        : WireFrame.of(0xF5, new byte[3], 3, true));
        time(play, other);
    }

    private static void shortToken(Play play) throws InterruptedException {
        Line line = play.shortly("alice", 4);
        line.say(RoomScenes.join(play.room(0), ""));
        line.awaitEnd();
    }

    private static void silentStranger(Play play) throws InterruptedException {
        play.stranger("").awaitEnd();
    }

    private static void silence(Play play) throws InterruptedException {
        joined(play).awaitEnd();
    }

    private static Line joined(Play play) throws InterruptedException {
        Line line = play.user("alice");
        line.say(RoomScenes.join(play.room(0), ""));
        line.settle();
        return line;
    }

    /** Another one in the room, who has said more than any buffer takes. */
    private static Line filled(Play play) throws InterruptedException {
        Line other = play.user("bob");
        other.say(RoomScenes.join(play.room(0), ""));
        many(other, 30, i -> RoomScenes.send(play.room(0), "f" + i, "\"" + "x".repeat(PAGE) + "\"", ""));
        other.await("sends", () -> other.answers().lastId().equals("f29"));
        return other;
    }

    /** As long as some questions take to be answered, more than are answered at once. */
    private static void time(Play play, Line other) throws InterruptedException {
        for (int i = 0; i < 25; i++) {
            String id = "t" + i;
            other.say("{\"type\":\"history\",\"id\":\"%s\",\"room\":\"%s\",\"before\":1}".formatted(id, play.room(1)));
            other.await("history", () -> other.answers().lastId().equals(id));
        }
    }

    private static void many(Line line, int count, IntFunction<String> text) {
        ByteArrayOutputStream atOnce = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            atOnce.writeBytes(WireFrame.text(text.apply(i)));
        }
        line.send(atOnce.toByteArray());
    }
}
