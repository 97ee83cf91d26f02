package io.seqway.verification.fuzz;

import java.util.List;
import java.util.stream.IntStream;

/** Scenes of several who are in a room together: what one says is said once the others are there, and waited for. */
final class CompanyScenes {
    private static final int BIG_BODY = 66_000;
    /** Longer than what is said again is not passed on. */
    private static final int TYPING_MS = 1_100;

    private static final int SO_FAST = 200;

    private CompanyScenes() {}

    static List<Scenes.Scene> all() {
        return List.of(
                CompanyScenes::company,
                CompanyScenes::changed,
                CompanyScenes::typing,
                CompanyScenes::receipts,
                CompanyScenes::hasty);
    }

    private static void company(Play play) throws InterruptedException {
        String room = play.room(0);
        Line alice = joined(play, "anna");
        Line bob = joined(play, "ben");
        alice.say("{\"type\":\"signal\",\"room\":\"%s\",\"name\":\"n\",\"data\":0}".formatted(room));
        alice.say("{\"type\":\"signal\",\"room\":\"%s\",\"name\":\"n\",\"data\":\"%s\"}"
                .formatted(room, "x".repeat(play.dice().between(4_000, 4_200))));
        alice.say(RoomScenes.send(room, "m1", "1", ",\"mode\":\"optimistic\""));
        alice.say(RoomScenes.send(room, "m1", "2", ""));
        alice.say(RoomScenes.send(room, "m1", "1", ""));
        alice.say(RoomScenes.send(room, "m3", "1", ",\"after\":\"m2\",\"mode\":\"optimistic\""));
        alice.ask(Said.send(room, "m4", "\"" + "é".repeat(BIG_BODY / 2) + "\""));
        Frames frames = play.frames(alice, room);
        for (int i = 0; i < 10; i++) {
            alice.say(frames.good("send"));
        }
        alice.ask(Said.send(room, "last", "0"));
        bob.say("{\"type\":\"ping\",\"id\":0,\"rooms\":[\"%s\",\"elsewhere\"]}".formatted(room));
        bob.ask(Said.of("presence", room, ""));
        bob.ask(Said.of("history", room, ",\"before\":9"));
        alice.say(RoomScenes.send(room, "m5", "\"" + "é".repeat(BIG_BODY) + "\"", "")); // which ends the connection
        alice.awaitEnd();
    }

    private static void changed(Play play) throws InterruptedException {
        String room = play.room(0);
        Line alice = joined(play, "anna");
        Line bob = joined(play, "ben");
        for (int i = 0; i < 6; i++) {
            alice.ask(Said.send(room, "c" + i, "\"said\""));
        }
        for (String change : List.of(
                "\"edit\",\"target\":1,\"body\":\"x\"",
                "\"edit\",\"target\":1,\"body\":\"y\",\"expectVersion\":1",
                "\"delete\",\"target\":1,\"expectVersion\":2",
                "\"delete\",\"target\":1",
                "\"delete\",\"target\":2",
                "\"edit\",\"target\":7,\"body\":0",
                "\"delete\",\"target\":900")) {
            String text = "{\"room\":\"%s\",\"clientMsgId\":\"%s\",\"type\":%s}";
            String name = "x" + play.dice().below(1_000);
            bob.say(text.formatted(room, name, change));
            alice.ask(text.formatted(room, name, change));
            alice.ask(text.formatted(room, name, change));
        }
        Frames frames = play.frames(alice, room);
        for (int i = 0; i < 10; i++) {
            alice.say(frames.good(play.dice().pick("edit", "delete", "send")));
        }
        alice.ask(Said.send(room, "last", "0"));
        bob.ask(Said.join(room));
        bob.ask(Said.of("history", room, ",\"before\":9"));
    }

    private static void typing(Play play) throws InterruptedException {
        String room = play.room(0);
        Line alice = joined(play, "anna");
        Line service = play.with(play.tokens().service());
        service.ask(Said.join(room));
        for (Line line : List.of(alice, service)) {
            line.say(typing(room, true));
            line.say(typing(room, true));
            line.settle();
        }
        alice.idle(TYPING_MS);
        alice.say(typing(room, true));
        alice.say(typing(room, false));
        alice.say(typing(room, false));
        alice.say(typing(room, true));
        service.ask(Said.send(room, "m", "1"));
        service.say("{\"type\":\"status\",\"status\":\"busy\"}");
        service.say("{\"type\":\"status\",\"status\":\"busy\",\"text\":\"\"}");
        service.say("{\"type\":\"status\",\"status\":\"away\",\"text\":\"lunch\"}");
        service.settle();
        alice.settle();
    }

    private static String typing(String room, boolean typing) {
        return Said.of("typing", room, ",\"typing\":" + typing);
    }

    /** Cursors that move, one of them beyond all that there is. */
    private static void receipts(Play play) throws InterruptedException {
        String room = play.room(0);
        Line alice = joined(play, "anna");
        Line bob = joined(play, "ben");
        alice.ask(Said.send(room, "r", "1"));
        for (String position : List.of("\"delivered\":1", "\"read\":1", "\"read\":900", "\"delivered\":0,\"read\":1")) {
            bob.say(Said.of("receipt", room, "," + position));
        }
        alice.ask(Said.of("receipts", room, ""));
        bob.ask(Said.of("receipts", room, ""));
        bob.ask("{\"type\":\"rooms\",\"limit\":2}");
    }

    /** A user who is gone is remembered as long as what was said too fast counts. */
    private static void hasty(Play play) throws InterruptedException {
        String signal = Said.of("signal", play.room(0), ",\"name\":\"n\",\"data\":0");
        for (boolean sends : List.of(true, false)) {
            String user = "hasty." + play.dice().below(1_000_000);
            joined(play, user).close();
            Line line = joined(play, user);
            line.sayAtOnce(IntStream.range(0, SO_FAST)
                    .mapToObj(i -> sends ? Said.send(play.room(0), "h" + i, "0") : signal)
                    .toList());
            line.settle();
            line.close();
        }
    }

    private static Line joined(Play play, String user) throws InterruptedException {
        Line line = play.user(user);
        line.ask(Said.join(play.room(0)));
        return line;
    }
}
