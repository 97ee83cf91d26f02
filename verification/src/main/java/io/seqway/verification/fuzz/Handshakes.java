package io.seqway.verification.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Handshakes with something missing, doubled or wrong. */
final class Handshakes implements Attack {
    private static final List<String> GOOD = List.of(
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    private static final List<String> OTHERS = List.of(
            "Upgrade: h2c",
            "Upgrade: WebSocket",
            "Connection: keep-alive",
            "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Version: 8",
            "Sec-WebSocket-Key: dG9vIHNob3J0",
            "Sec-WebSocket-Key: no base64!",
            "Sec-WebSocket-Key:",
            "Origin: http://127.0.0.1:1",
            "Origin: http://localhost",
            "Origin: https://evil.example",
            "Origin: https://evil.example/" + "x".repeat(200),
            "Origin: \u00e9\u0007",
            "Origin: null",
            "Host: localhost",
            "Host: evil.example",
            "Content-Length: 0",
            "Content-Length: 3",
            "Transfer-Encoding: chunked",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
            "Sec-WebSocket-Protocol: seqway.v1.json",
            "Sec-WebSocket-Protocol: other, bearer.x.y.z",
            "Sec-WebSocket-Protocol: ,,",
            "Authorization: bearer not-a-token",
            "Authorization: Basic YTpi",
            "Authorization:");
    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?room=fuzz.0.0&lastSeq=0",
            "?room=fuzz.0.0&lastSeq=0&room=fuzz.0.1&lastSeq=9007199254740991",
            "?room=fuzz.0.0",
            "?lastSeq=1",
            "?room=a&lastSeq=1&lastSeq=2",
            "?room=a%20b&lastSeq=1",
            "?room=a&lastSeq=-1",
            "?room=a&lastSeq=9007199254740992",
            "?room=a&lastSeq=9999999999999999",
            "?room=a&lastSeq=" + "9".repeat(30),
            "?room=a&lastSeq=1.0",
            "?room=&lastSeq=",
            "?access_token=",
            "?access_token=x.y.z&access_token=%00",
            "?x=100%",
            "?x=%ff%fe",
            "?x=" + "y".repeat(4_200));

    @Override
    public String name() {
        return "handshake";
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public int turns() {
        return OTHERS.size() + QUERIES.size();
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void run(Target target, Dice dice, long number, String name) throws InterruptedException {
        List<String> headers = new ArrayList<>(GOOD);
        headers.add("Host: " + target.host());
        // each of the others, and each query, has its turn, first of all alone
        boolean alone = number < turns();
        int turn = (int) (number % (OTHERS.size() + QUERIES.size()));
        if (turn < OTHERS.size()) {
            with(headers, OTHERS.get(turn), dice.oneIn(2));
        }
        String query = turn < OTHERS.size() ? dice.pick("", QUERIES.get(2)) : QUERIES.get(turn - OTHERS.size());
        if (!alone && dice.oneIn(3)) {
            headers.remove(dice.below(headers.size()));
        }
        if (!alone && dice.oneIn(3)) {
            with(headers, dice.pick(OTHERS), dice.oneIn(2));
        }
        if (dice.oneIn(2)) {
            String token = target.tokens().any(dice, "alice");
            headers.add(dice.pick("Authorization: Bearer ", "Sec-WebSocket-Protocol: seqway.v1.json, bearer.") + token);
        }
        try (Line line = new Line(name, target)) {
            line.request("GET /ws" + query + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
            line.say("{\"type\":\"ping\",\"id\":1}");
        }
    }

    /** Adds a header, or puts it in the place of the one of its name. */
    private static void with(List<String> headers, String header, boolean instead) {
        if (instead) {
            String field = header.substring(0, header.indexOf(':') + 1);
            headers.removeIf(other -> other.startsWith(field));
        }
        headers.add(header);
    }
}
