package io.seqway.verification.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Scenes at the limits: too much at once, nothing read, nothing said, and tokens that end. */
final class LimitScenes {
    /** These are of no other attack, since others are disconnected now and then. */
    private static final String ASKING = "lena";

    private static final String SAYING = "lars";

    /** More than a connection may send at once. */
    private static final int TOO_MANY_SENDS = FuzzedServer.SEND_BURST + 50;

    /** A user may say four times as much as a connection. */
    private static final int OF_ONE_USER = 6;

    /** More than a connection may have waiting. */
    private static final int TOO_MANY_WAITING = 1_050;

    /** More frames, and refused ones too, than a connection may send at once. */
    private static final int FLOOD = 6 * FuzzedServer.SEND_BURST;

    private static final int PAGE = 60_000;

    private static final int PAGES = 30;
    /** With two pages each more than what two kernels keep for a connection: 4 MiB to be sent, and what the receiver has. */
    private static final int QUESTIONS = 60;

    private static final int CHUNK = 1_000_000;
    /** So many are more than a connection may have under way, and than may come at once. */
    private static final int CHUNKS = 4;

    private static final int UPLOADS = 5;
    /** So many chunks are more than a node has under way, whatever loop they are on. */
    private static final int SENT_AWAY = 12;

    /** More than is kept of a frame that is not whole while nobody knows whose it is. */
    private static final int OF_STRANGER = 5 * FuzzedServer.MAX_FRAME_BYTES;

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
                        LimitScenes::together,
                        LimitScenes::waitingSends,
                        LimitScenes::questions,
                        LimitScenes::flood,
                        LimitScenes::auths,
                        LimitScenes::unreadPages,
                        LimitScenes::unreadRoom,
                        LimitScenes::unreadEnd,
                        LimitScenes::unreadLater,
                        LimitScenes::uploads,
                        LimitScenes::sentAway,
                        LimitScenes::largeStranger));
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

    /** By each connection as much as it may say, and by all of them more than their user may. */
    private static void together(Play play) throws InterruptedException {
        String signal = "{\"type\":\"signal\",\"room\":\"%s\",\"name\":\"n\",\"data\":0}".formatted(play.room(0));
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < OF_ONE_USER; i++) {
            lines.add(joined(play));
        }
        lines.forEach(line -> many(line, FuzzedServer.SEND_BURST, i -> signal));
        for (Line line : lines) {
            line.settle();
        }
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
            line.say(RoomScenes.auth(play.tokens().user(ASKING)));
        }
        line.settle();
    }

    /** Asks and does not read: another, who reads, shows that time goes on. */
    private static void unreadPages(Play play) throws InterruptedException {
        Line other = filled(play);
        Line line = full(play, other);
        line.pause(play.dice().oneIn(3));
        if (!play.dice().oneIn(3)) {
            line.pause(false);
            line.settle();
        }
    }

    /** What is said meanwhile waits in the log. */
    private static void unreadRoom(Play play) throws InterruptedException {
        Line other = filled(play);
        Line line = full(play, other);
        said(play, other, "u");
        line.say("{\"type\":\"presence\",\"room\":\"%s\"}".formatted(play.room(0)));
        time(play, other);
        line.pause(false);
        line.settle();
    }

    private static void unreadEnd(Play play) throws InterruptedException {
        Line other = filled(play);
        Line line = full(play, other);
        line.send(
                play.dice().oneIn(2)
                        ? WireFrame.of(WireFrame.TEXT, new byte[] {(byte) 0xC3})
                        : WireFrame.of(0xF5, new byte[3], 3, true));
        time(play, other);
    }

    /** Leaves a room that it has not read, and reads the other one. */
    private static void unreadLater(Play play) throws InterruptedException {
        Line other = filled(play);
        Line line = full(play, other);
        said(play, other, "v");
        line.say("{\"type\":\"leave\",\"room\":\"%s\"}".formatted(play.room(0)));
        line.say(RoomScenes.join(play.room(1), ""));
        time(play, other);
        line.pause(false);
        line.settle();
        line.say(RoomScenes.send(play.room(1), "m", "1", ""));
        line.settle();
    }

    /** More chunks at once than a node takes: some wait, and some of those who wait go. */
    private static void uploads(Play play) throws InterruptedException {
        List<Line> lines = new ArrayList<>();
        for (int upload = 0; upload < UPLOADS; upload++) {
            Line line = play.user(play.dice().pick(TokenMint.USERS));
            lines.add(line);
            for (int seq = 0; seq < (upload == UPLOADS - 1 ? CHUNKS : 2); seq++) {
                line.send(chunk(upload, seq));
            }
        }
        lines.subList(0, 2).forEach(Line::cut);
        for (Line line : lines.subList(2, UPLOADS)) {
            line.settle();
        }
    }

    /** Whose connections are closed while their chunks wait. */
    private static void sentAway(Play play) throws InterruptedException {
        List<Line> lines = new ArrayList<>();
        for (int upload = 0; upload < SENT_AWAY; upload++) {
            lines.add(play.user("porter"));
        }
        for (int upload = 0; upload < SENT_AWAY; upload++) {
            lines.get(upload).send(chunk(upload, 0));
        }
        play.caller(play.tokens().service()).ask("POST", "/api/users/porter/disconnect", "{}");
        for (Line line : lines) {
            line.settle();
        }
    }

    private static byte[] chunk(int upload, int seq) {
        String header = "{\"type\":\"chunk\",\"id\":%d,\"stream\":\"u%d\",\"seq\":%d}".formatted(seq, upload, seq);
        return WireFrame.of(WireFrame.BINARY, Frames.chunk(header, new byte[CHUNK]));
    }

    /** Sends a frame that is never whole. */
    private static void largeStranger(Play play) throws InterruptedException {
        Line line = play.stranger("");
        line.send(WireFrame.of(0x82, new byte[OF_STRANGER], CHUNK, true));
        line.awaitEnd();
    }

    private static void shortToken(Play play) throws InterruptedException {
        Line line = play.shortly(ASKING, 4);
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
        Line line = play.user(ASKING);
        line.ask(Said.of("join", play.room(0), ""));
        return line;
    }

    /** In the room, and has not read what it has asked for. */
    private static Line full(Play play, Line other) throws InterruptedException {
        Line line = joined(play);
        line.pause(true);
        String history = "{\"type\":\"history\",\"room\":\"%s\",\"after\":0,\"limit\":2}".formatted(play.room(0));
        many(line, QUESTIONS, i -> history);
        time(play, other);
        return line;
    }

    private static void said(Play play, Line other, String id) throws InterruptedException {
        other.say(RoomScenes.send(play.room(0), id, "1", ""));
        other.await("a send", () -> other.answers().lastId().equals(id));
    }

    /** Another one in the room, who has said so much. */
    private static Line filled(Play play) throws InterruptedException {
        Line other = play.user(SAYING);
        other.ask(Said.join(play.room(0)));
        many(other, PAGES, i -> RoomScenes.send(play.room(0), "f" + i, "\"" + "x".repeat(PAGE) + "\"", ""));
        String last = "f" + (PAGES - 1);
        other.await("sends", () -> other.answers().lastId().equals(last));
        return other;
    }

    /** As long as some questions take to be answered, more than are answered at once. */
    private static void time(Play play, Line other) throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            String id = "t" + i;
            other.say("{\"type\":\"history\",\"id\":\"%s\",\"room\":\"%s\",\"before\":1}".formatted(id, play.room(1)));
            other.await("history", () -> other.answers().lastId().equals(id));
        }
    }

    private static void many(Line line, int count, IntFunction<String> text) {
        line.sayAtOnce(IntStream.range(0, count).mapToObj(text).toList());
    }
}
