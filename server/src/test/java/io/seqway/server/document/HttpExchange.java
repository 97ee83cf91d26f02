package io.seqway.server.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;

/** Says an HTTP request as it stands in the document, which the HTTP clients of the JDK do not allow. */
final class HttpExchange {
    private static final int LIMIT_MS = 10_000;
    private static final String LENGTH = "Content-Length";
    private static final String HEAD_END = "\r\n\r\n";

    private HttpExchange() {}

    static HttpMessage of(URI server, HttpMessage request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(LIMIT_MS);
            socket.getOutputStream().write(bytes(request));
            return response(socket.getInputStream());
        }
    }

    private static byte[] bytes(HttpMessage request) {
        StringBuilder text = new StringBuilder(request.start()).append("\r\n");
        request.headers().forEach((name, value) -> header(text, name, value));
        if (!request.body().isEmpty()) {
            header(text, LENGTH, Integer.toString(request.body().getBytes(UTF_8).length));
        }
        return text.append("\r\n").append(request.body()).toString().getBytes(UTF_8);
    }

    private static void header(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static HttpMessage response(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(UTF_8).endsWith(HEAD_END)) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the response ends in its head: " + bytes.toString(UTF_8));
            }
            bytes.write(next);
        }
        String length = HttpMessage.read(bytes.toString(UTF_8)).headers().getOrDefault(LENGTH, "0");
        bytes.writeBytes(in.readNBytes(Integer.parseInt(length)));
        return HttpMessage.read(bytes.toString(UTF_8));
    }
}
