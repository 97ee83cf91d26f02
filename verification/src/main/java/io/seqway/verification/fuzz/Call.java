package io.seqway.verification.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Requests of HTTP: every address, by every method, with good bodies and damaged ones, one by one and in a row. */
final class Call implements Attack {
    /** What a server of a later version has beside these is to be added here. */
    private static final List<Resource> OTHERS = List.of(
            new Resource("GET", "/", List.of()),
            new Resource("GET", "/index.html", List.of()),
            new Resource("GET", "/health", List.of()),
            new Resource("GET", "/health/ready", List.of()),
            new Resource("GET", "/health/sockets", List.of()),
            new Resource("GET", "/metrics", List.of()),
            new Resource("GET", "/openapi.yaml", List.of()),
            new Resource("GET", "/api/rooms/fuzz.0.0/messages?after=0&limit=10", List.of()),
            new Resource(
                    "POST",
                    "/api/rooms/fuzz.0.0/messages",
                    List.of(
                            "{\"body\":{\"text\":\"hallo\"},\"clientMsgId\":\"h1\"}",
                            "{\"body\":1,\"clientMsgId\":\"h1\",\"replyTo\":1,\"after\":\"h0\"}",
                            "{\"body\":null,\"clientMsgId\":\"h2\",\"sender\":\"alice\"}",
                            "{\"body\":2}",
                            "{\"body\":2,\"sender\":\"bob\"}",
                            "{\"body\":3,\"clientMsgId\":\"h3\",\"after\":\"never\"}")),
            new Resource("POST", "/api/rooms/elsewhere/messages", List.of("{\"body\":1,\"clientMsgId\":\"h1\"}")),
            new Resource(
                    "POST",
                    "/api/rooms/a%20b/messages",
                    List.of("{\"body\":\"" + "x".repeat(70_001) + "\",\"clientMsgId\":\"h1\"}")),
            new Resource("GET", "/api/rooms/fuzz.0.0/receipts", List.of()),
            new Resource("GET", "/api/rooms/fuzz.0.0/presence", List.of()),
            new Resource("GET", "/api/streams/s1", List.of()),
            new Resource("GET", "/api/streams/s2?sender=bob", List.of()),
            new Resource("GET", "/api/streams/s1/missing?upTo=30", List.of()),
            new Resource("GET", "/api/streams/s1/chunks/0", List.of()),
            new Resource("GET", "/api/streams/s1/chunks/x", List.of()),
            new Resource("DELETE", "/api/streams/s3", List.of()),
            new Resource("POST", "/api/users/alice/disconnect", List.of("{}")),
            new Resource("POST", "/api/auth/refresh", List.of("{}")),
            new Resource("POST", "/api/dev/token", List.of("[]")),
            new Resource("POST", "/api/dev/token", List.of("{\"userId\":5}")),
            new Resource("POST", "/api/dev/token", List.of("{\"userId\":\"a b\"}")),
            new Resource("POST", "/api/dev/token", List.of("{\"userId\":\"a\",\"ttlSeconds\":0}")),
            new Resource("POST", "/api/dev/token", List.of("{\"userId\":\"a\",\"ttlSeconds\":2592001}")),
            new Resource("POST", "/api/dev/token", List.of("{\"userId\":\"a\",\"ttlSeconds\":\"60\"}")),
            new Resource(
                    "POST",
                    "/api/dev/token",
                    List.of(
                            "{\"userId\":\"alice\",\"ttlSeconds\":60,\"name\":\"Alice\",\"rooms\":[\"fuzz.*\"]}",
                            "{\"userId\":\"backend\",\"role\":\"service\",\"exp\":1,\"sub\":\"x\",\"iat\":2}")));

    private static final List<Resource> RESOURCES =
            Stream.concat(OTHERS.stream(), RoomRequests.ALL.stream()).toList();

    /** Beside or in the place of {@code clientMsgId}. */
    private static final List<String> KEYS = List.of("\"h1\"", "h1", "h9", "\"h9\"", "\"", "\"\"", "\"h1", "a b", "");

    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "X");
    private static final List<String> PATHS = List.of(
            "/ws",
            "/nothing",
            "/..%2f..%2fetc/passwd",
            "/%",
            "/%zz",
            "/%00",
            "/a%0d%0ab",
            "//",
            "/?",
            "*",
            "/#",
            "/..",
            "/../index.html",
            "/\\..\\",
            "/index.html/",
            "/api/dev/token/",
            "/api/dev/token?x=%ff",
            "/health?" + "x".repeat(5_000));
    private static final List<String> HEADERS = List.of(
            "Host: evil.example",
            "Host: localhost",
            "Host: [::1]:80",
            "Host: ",
            "Content-Type: application/json",
            "Content-Type: multipart/form-data; boundary=b",
            "Content-Type: multipart/form-data",
            "Content-Type: application/x-www-form-urlencoded",
            "Idempotency-Key: \"h1\"",
            "Idempotency-Key: a b",
            "Content-Length: 0",
            "Content-Length: -1",
            "Content-Length: 5",
            "Content-Length: 99999999999",
            "Content-Length: x",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: chunked, x",
            "Expect: 100-continue",
            "Expect: x",
            "Connection: close",
            "Connection: Upgrade, HTTP2-Settings",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAAQAAP__",
            "Range: bytes=0-1",
            "Range: bytes=9-1,x",
            "If-Modified-Since: x",
            "Accept: application/json, */*;q=x",
            "Origin: null",
            "Cookie: a=b; \u0001",
            "X: " + "y".repeat(9_000),
            " folded: x",
            "no colon");

    @Override
    public String name() {
        return "call";
    }

    @Override
    public int workers() {
        return 2;
    }

    @Override
    public int turns() {
        return 2 * RESOURCES.size();
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void run(Target target, Dice dice, long number, String name) throws InterruptedException {
        if (number < RESOURCES.size()) {
            asItIs(target, RESOURCES.get((int) number), name);
        } else {
            many(target, dice, number, name);
        }
    }

    /** Each address has its turn with good tokens and nothing damaged, before chance comes to it. */
    private static void asItIs(Target target, Resource resource, String name) throws InterruptedException {
        List<String> bodies = resource.bodies().isEmpty() ? List.of("") : resource.bodies();
        for (String token : List.of(target.tokens().service(), target.tokens().user(TokenMint.USERS.get(0)))) {
            Caller caller = new Caller(target, name, token);
            for (String body : bodies) {
                caller.ask(resource.method(), resource.path(), body);
            }
            if (resource.method().equals("POST") && resource.path().endsWith("/messages")) {
                for (String key : KEYS) {
                    caller.ask("POST", resource.path(), bodies.get(0), "Idempotency-Key: " + key);
                    caller.ask("POST", resource.path(), "{\"body\":1}", "Idempotency-Key: " + key);
                }
            }
        }
    }

    private static void many(Target target, Dice dice, long number, String name) throws InterruptedException {
        try (Line line = new Line(name, target)) {
            if (dice.oneIn(10)) {
                line.send(Examples.damaged(target.examples().requests(), dice));
            } else {
                // one by one is answered one by one, and in a row is not waited for
                for (int left = dice.between(1, 5); left > 0 && !line.answers().hasEnded(); left--) {
                    Resource resource = RESOURCES.get((int) ((number + left) % RESOURCES.size()));
                    String request = request(target, dice, resource);
                    if (dice.oneIn(3)) {
                        line.send(request.getBytes(StandardCharsets.ISO_8859_1));
                    } else {
                        line.request(request);
                    }
                }
            }
            if (dice.oneIn(4)) {
                line.cut();
            }
        }
    }

    private static String request(Target target, Dice dice, Resource resource) {
        String method = dice.oneIn(6) ? dice.pick(METHODS) : resource.method();
        String path = dice.oneIn(6) ? dice.pick(PATHS) : resource.path();
        StringBuilder request =
                new StringBuilder(method + " " + path + dice.pick(" HTTP/1.1", " HTTP/1.1", " HTTP/1.0"));
        request.append("\r\n");
        if (!dice.oneIn(12)) {
            request.append("Host: ").append(target.host()).append("\r\n");
        }
        if (!dice.oneIn(4)) {
            request.append("Authorization: Bearer ")
                    .append(
                            dice.oneIn(2)
                                    ? target.tokens().any(dice, "alice")
                                    : target.tokens().user("alice"))
                    .append("\r\n");
        }
        if (resource.path().endsWith("/messages") && dice.oneIn(2)) {
            request.append("Idempotency-Key: ").append(dice.pick(KEYS)).append("\r\n");
        }
        for (int left = dice.oneIn(3) ? dice.between(1, 3) : 0; left > 0; left--) {
            request.append(dice.pick(HEADERS)).append("\r\n");
        }
        if (resource.bodies().isEmpty()) {
            return request.append("\r\n").toString();
        }
        return body(
                request.append("Content-Type: application/json\r\n"), dice, bent(dice.pick(resource.bodies()), dice));
    }

    /** A body with its length, in chunks, or in what may pass for them. */
    private static String body(StringBuilder head, Dice dice, String body) {
        if (!dice.oneIn(4)) {
            return head + "Content-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
        }
        int at = dice.below(body.length() + 1);
        String size = dice.oneIn(4) ? dice.pick("-1", "x", "ffffffffffff", "", "5;a=b") : Integer.toHexString(at);
        return head + "Transfer-Encoding: chunked\r\n\r\n"
                + (at == 0 ? "" : size + "\r\n" + body.substring(0, at) + "\r\n")
                + (at == body.length()
                        ? ""
                        : Integer.toHexString(body.length() - at) + "\r\n" + body.substring(at) + "\r\n")
                + dice.pick("0\r\n\r\n", "0\r\n\r\n", "0\r\nA: b\r\n\r\n", "0\r\n", "x");
    }

    private static String bent(String body, Dice dice) {
        return switch (dice.below(8)) {
            case 0 -> body.replaceFirst(":[^,}]+", ":" + dice.pick("5", "null", "\"a b\"", "[]", "{}"));
            case 1 ->
                body.replaceFirst(
                        "60|1", dice.pick("0", "-1", "1.5", "1e3", "99999999999", "\"60\"", "null", "2592001"));
            case 2 ->
                dice.pick(
                        "",
                        "[]",
                        "null",
                        "5",
                        "\"x\"",
                        "{",
                        body + body,
                        "[".repeat(3_000),
                        "{\"userId\":\"" + "x".repeat(5_000));
            case 3 ->
                new String(
                        Examples.damaged(List.of(body.getBytes(StandardCharsets.ISO_8859_1)), dice),
                        StandardCharsets.ISO_8859_1);
            default -> body;
        };
    }
}
