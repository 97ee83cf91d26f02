package io.seqway.verification.fuzz;

import java.util.List;

/** Scenes over HTTP: streams that are there, and callers who ask too much or cannot be checked. */
final class RequestScenes {
    private static final int TOO_MANY_REQUESTS = 429;
    /** More than a caller may ask at once, also of a server that is slow. */
    private static final int MANY = 60;

    private RequestScenes() {}

    static Attack all() {
        return new Scenes(
                "requests",
                1,
                true,
                List.of(
                        RequestScenes::streams,
                        RequestScenes::tooMany,
                        RequestScenes::notChecked,
                        RequestScenes::pages));
    }

    private static void streams(Play play) throws InterruptedException {
        Line line = play.user("sam");
        String stream = "s" + play.dice().below(1_000_000);
        String chunk = "{\"type\":\"chunk\",\"stream\":\"" + stream + "\",\"seq\":";
        line.ask(chunk + "1,\"data\":\"AA==\",\"contentType\":\"text/plain\",\"last\":true}");
        for (String header : List.of("{\"type\":\"ping\"}", "{}", "[]")) {
            line.send(WireFrame.of(WireFrame.BINARY, Frames.chunk(header, new byte[1])));
        }
        for (byte[] header : List.of(new byte[0], new byte[1], new byte[] {0, 9, 1}, new byte[] {0, 1, (byte) 0xC3})) {
            line.send(WireFrame.of(WireFrame.BINARY, header));
        }
        Caller sam = play.caller(play.tokens().user("sam"));
        String path = "/api/streams/" + stream;
        sam.ask("GET", path, "");
        line.ask(chunk + "0,\"data\":\"AA==\",\"meta\":{\"a\":\"\u00e9\"}}");
        line.ask(chunk + "0,\"data\":\"AA==\",\"meta\":{\"a\":\"\u00e9\"}}");
        line.ask(chunk + "0,\"data\":\"AAAA\"}");
        line.ask(chunk + "2,\"data\":\"AAAA\"}");
        line.ask("{\"type\":\"missing\",\"stream\":\"" + stream + "\",\"upTo\":4}");
        Caller service = play.caller(play.tokens().service());
        for (String what : List.of("", "/chunks/0", "/chunks/9", "/missing?upTo=3", "-none", "-none/chunks/0")) {
            sam.ask("GET", path + what, "");
            service.ask("GET", path + what + (what.contains("?") ? "&" : "?") + "sender=sam", "");
            sam.ask("GET", path + what + (what.contains("?") ? "&" : "?") + "sender=bob", "");
        }
        sam.ask("DELETE", path, "");
        sam.ask("DELETE", path, "");
    }

    private static void tooMany(Play play) throws InterruptedException {
        Caller caller = play.caller(play.tokens().user("tess"));
        for (String path : List.of("POST /api/auth/refresh", "GET /api/rooms")) {
            String[] request = path.split(" ");
            int left = MANY;
            while (left > 0 && caller.askOnce(request[0], request[1], "") != TOO_MANY_REQUESTS) {
                left--;
            }
        }
    }

    /** Pages of other sites, and content that is too much. */
    private static void pages(Play play) throws InterruptedException {
        Caller caller = play.caller(play.tokens().user("tess"));
        for (String origin : List.of("http://localhost", "https://evil.example")) {
            caller.ask("OPTIONS", "/api/rooms", "", "Origin: " + origin, "Access-Control-Request-Method: POST");
            caller.ask("GET", "/api/rooms", "", "Origin: " + origin);
        }
        caller.ask("POST", "/api/dev/token", "{\"userId\":\"" + "x".repeat(5_000) + "\"}");
        caller.ask("POST", "/api/rooms", "{\"room\":\"" + "x".repeat(FuzzedServer.MAX_FRAME_BYTES) + "\"}");
        caller.ask("POST", "/api/dev/token", "{\"userId\":\"a\"}", "Expect: 100-continue");
    }

    private static void notChecked(Play play) throws InterruptedException {
        for (String token : List.of(
                play.tokens().uncheckable("tess"),
                play.tokens().costly("tess"),
                play.tokens().bad(play.dice()))) {
            play.caller(token).askOnce("GET", "/api/rooms", "");
            play.caller(token).askOnce("POST", "/api/auth/refresh", "");
        }
    }
}
