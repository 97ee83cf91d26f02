package io.seqway.verification.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Scenes in rooms: who comes, goes, comes again, says the same twice, and gets a token that opens less. */
final class RoomScenes {
    private static final int MAX_ROOMS = FuzzedServer.MAX_ROOMS;
    private static final int MAX_RESUMED = FuzzedServer.MAX_RESUMED;

    private RoomScenes() {}

    static Attack all() {
        return new Scenes(
                "rooms",
                2,
                true,
                Stream.concat(
                                CompanyScenes.all().stream(),
                                Stream.of(
                                        RoomScenes::pages,
                                        RoomScenes::tooManyRooms,
                                        RoomScenes::overtaken,
                                        RoomScenes::renewal,
                                        RoomScenes::narrowed,
                                        RoomScenes::stranger,
                                        RoomScenes::unchecked,
                                        RoomScenes::wrong,
                                        RoomScenes::notJson,
                                        RoomScenes::forbidden,
                                        RoomScenes::gone))
                        .toList());
    }

    private static void pages(Play play) throws InterruptedException {
        String room = play.room(0);
        Line alice = play.user("anna");
        alice.ask(Said.join(room));
        for (int i = 0; i < 30; i++) {
            alice.say(send(room, "p" + i, "\"" + "x".repeat(play.dice().below(5_000)) + "\"", ""));
        }
        alice.await("sends", () -> alice.answers().lastId().equals("p29"));
        for (String query : List.of(
                "\"before\":3", "\"before\":30", "\"before\":1", "\"after\":0", "\"after\":29", "\"after\":300")) {
            alice.say("{\"type\":\"history\",\"id\":\"h\",\"room\":\"%s\",%s,\"limit\":5}".formatted(room, query));
        }
        alice.settle();
        alice.say(join(room, ",\"lastSeq\":0"));
        alice.say(join(room, ",\"lastSeq\":900"));
        alice.settle();
        alice.say(join(room, ",\"lastSeq\":3,\"epoch\":\"" + alice.answers().epoch() + "\""));
        alice.say(join(room, ",\"tail\":7"));
        alice.say(
                "{\"type\":\"resume\",\"id\":\"e\",\"rooms\":{\"%s\":{\"seq\":2,\"epoch\":\"old\"}}}".formatted(room));
        alice.settle();
    }

    private static void tooManyRooms(Play play) throws InterruptedException {
        Line line = play.user("carol");
        for (int i = 0; i < MAX_ROOMS + 2; i++) {
            line.say(join(play.room(i), ""));
        }
        line.settle();
        line.say(resume(play, MAX_ROOMS - 3, MAX_ROOMS + 3));
        line.say(resume(play, 0, MAX_RESUMED + 1));
        line.say("{\"type\":\"ping\",\"rooms\":["
                + IntStream.rangeClosed(0, 64).mapToObj(i -> "\"r" + i + "\"").collect(Collectors.joining(",")) + "]}");
        line.settle();
        String token = play.tokens().user("dave");
        String query = IntStream.rangeClosed(0, MAX_RESUMED)
                .mapToObj(i -> "&room=fuzz." + i + "&lastSeq=0")
                .collect(Collectors.joining());
        play.stranger("?access_token=" + token + query).settle();
    }

    private static void overtaken(Play play) throws InterruptedException {
        Line line = play.user("alice");
        for (int i = 0; i < 20; i++) {
            String room = play.room(play.dice().below(3));
            line.say(join(room, play.dice().pick("", ",\"lastSeq\":0", ",\"tail\":0", ",\"lastSeq\":9")));
            if (play.dice().oneIn(2)) {
                line.say("{\"type\":\"leave\",\"id\":\"l\",\"room\":\"%s\"}".formatted(room));
            }
            line.say(resume(play, 0, 3));
            if (play.dice().oneIn(3)) {
                line.settle();
            }
        }
        line.settle();
    }

    private static void renewal(Play play) throws InterruptedException {
        Line line = play.user("alice");
        line.say(join(play.room(0), ""));
        line.say(auth(play.tokens().user("alice")));
        line.say(auth(play.tokens().fast("alice")));
        line.say(auth(play.tokens().costly("alice")));
        line.say(auth(play.tokens().user("bob")));
        line.say(auth(play.tokens().uncheckable("alice")));
        line.say(auth(play.tokens().bad(play.dice())));
        for (int i = 0; i < 4; i++) {
            line.say(auth(play.tokens().any(play.dice(), "alice")));
        }
        line.settle();
        Line service = play.with(play.tokens().service());
        service.say(auth(play.tokens().service()));
        service.say(join(play.room(0), ""));
        service.say(send(play.room(0), "s", "1", ""));
        service.say("{\"type\":\"signal\",\"room\":\"%s\",\"name\":\"n\",\"data\":0}".formatted(play.room(0)));
        service.say("{\"type\":\"history\",\"room\":\"%s\",\"after\":0}".formatted(play.room(0)));
        service.settle();
    }

    private static void narrowed(Play play) throws InterruptedException {
        Line line = play.user("alice");
        for (int i = 0; i < 3; i++) {
            line.say(join(play.room(i), ",\"lastSeq\":0"));
        }
        line.say(auth(play.tokens().narrow("alice", play.room(0))));
        line.say(send(play.room(1), "m", "1", ""));
        line.settle();
        line.say(resume(play, 0, 3));
        line.say(join(play.room(1), ""));
        line.settle();
    }

    private static void stranger(Play play) throws InterruptedException {
        Line line = play.stranger("?room=" + play.room(0) + "&lastSeq=0");
        line.say("{\"type\":\"ping\"}");
        line.say(join(play.room(0), ""));
        line.say("{\"no\":\"type\"}");
        line.say(auth(play.tokens().user("bob")));
        line.say(send(play.room(0), "m", "1", ""));
        line.settle();
        play.stranger("").say(auth(play.tokens().bad(play.dice())));
        play.stranger("?room=a&lastSeq=1").settle();
    }

    private static void unchecked(Play play) throws InterruptedException {
        Line line = play.stranger("");
        line.say(auth(play.tokens().uncheckable("alice")));
        line.settle();
        line.say(auth(play.tokens().costly("alice")));
        line.say(join(play.room(0), ""));
        line.settle();
    }

    /** Each rule broken by itself. */
    private static void wrong(Play play) throws InterruptedException {
        Line line = play.user("dave");
        WrongFrames.REFUSED.forEach(line::say);
        line.settle();
    }

    /** Each of these costs the connection. */
    private static void notJson(Play play) throws InterruptedException {
        for (String text : WrongFrames.FATAL) {
            Line line = play.user("dave");
            line.sayAtOnce(text, "{\"type\":\"ping\"}");
            line.awaitEnd();
        }
    }

    private static void forbidden(Play play) throws InterruptedException {
        Line line = play.user("dave");
        line.say("{\"type\":\"resume\",\"id\":\"r\",\"rooms\":{\"elsewhere\":0,\"other\":{\"seq\":1}}}");
        line.say("{\"type\":\"resume\",\"id\":\"r\",\"rooms\":{}}");
        for (String type : List.of("history", "presence", "signal", "leave", "join", "send")) {
            line.say("{\"type\":\"%s\",\"id\":1,\"room\":\"elsewhere\",\"after\":0,\"name\":\"n\",\"data\":1}"
                    .formatted(type));
        }
        line.settle();
    }

    /** Who is gone before the answer is there. */
    private static void gone(Play play) throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            Line line = play.user("alice");
            line.say(join(play.room(0), ""));
            line.say(auth(play.tokens().costly("alice")));
            line.cut();
            Line stranger = play.stranger("");
            stranger.say(auth(play.tokens().costly("alice")));
            stranger.send(WireFrame.of(WireFrame.CLOSE, WireFrame.closing(1000, "")));
        }
    }

    static String join(String room, String more) {
        return "{\"type\":\"join\",\"id\":\"j\",\"room\":\"" + room + "\"" + more + "}";
    }

    static String send(String room, String id, String body, String more) {
        return "{\"type\":\"send\",\"id\":\"%s\",\"room\":\"%s\",\"clientMsgId\":\"%s\"%s,\"body\":%s}"
                .formatted(id, room, id, more, body);
    }

    static String auth(String token) {
        return "{\"type\":\"auth\",\"id\":\"a\",\"token\":\"" + token + "\"}";
    }

    private static String resume(Play play, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "\"" + play.room(i) + "\":" + play.dice().below(5))
                .collect(Collectors.joining(",", "{\"type\":\"resume\",\"id\":\"r\",\"rooms\":{", "}}"));
    }
}
