package io.seqway.verification.fuzz;

import java.nio.charset.StandardCharsets;

/** Somebody who asks by HTTP, one thing after another, each by a connection of its own. */
final class Caller {
    /** So often something is asked again that a busy server has not done. */
    private static final int TIMES = 4;

    private static final int UNAVAILABLE = 503;
    private static final int TIMEOUT = 504;

    private final Target target;
    private final String name;
    private final String token;

    /** @param name of the connections */
    Caller(Target target, String name, String token) {
        this.target = target;
        this.name = name;
        this.token = token;
    }

    /** Asks, and does it again, some times, as long as the server is too busy; says what status was the answer. */
    int ask(String method, String path, String body, String... headers) throws InterruptedException {
        int status = askOnce(method, path, body, headers);
        for (int left = TIMES; left > 0 && (status == UNAVAILABLE || status == TIMEOUT); left--) {
            status = askOnce(method, path, body, headers);
        }
        return status;
    }

    /** Asks; 0 if the connection has ended without an answer. */
    int askOnce(String method, String path, String body, String... headers) throws InterruptedException {
        try (Line line = new Line(name, target)) {
            line.request(request(method, path, body, headers));
            return line.answers().status();
        }
    }

    /** Asks, and leaves the answer to come. */
    Line begin(String method, String path, String body, String... headers) {
        Line line = new Line(name, target);
        line.send(request(method, path, body, headers).getBytes(StandardCharsets.ISO_8859_1));
        return line;
    }

    private String request(String method, String path, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + target.host()
                + "\r\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            request.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.getBytes(StandardCharsets.ISO_8859_1).length)
                    .append("\r\n");
        }
        return request.append("\r\n").append(body).toString();
    }
}
