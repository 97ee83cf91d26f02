package io.seqway.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A TCP client that says what it is told to, well-formed or not. For one thread. What does not come within the limit,
 * {@link #LIMIT} if none is given, is an {@link AssertionError}, and so is a text that breaks the {@link FrameContract}.
 */
public final class RawSocket implements AutoCloseable {

    /** How long the methods without a limit of their own wait. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int RECEIVE_BUFFER = 64 * 1024;
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final Socket socket;
    private final InputStream input;
    private final Optional<FrameContract> contract;
    private long deadline;

    private RawSocket(Socket socket, Optional<FrameContract> contract) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
        this.contract = contract;
    }

    public static RawSocket connect(String host, int port) throws IOException {
        return connect(host, port, Optional.of(FrameContract.SERVER));
    }

    /** Connects to a server that is not Seqway and may say anything. */
    static RawSocket connectToAnything(String host, int port) throws IOException {
        return connect(host, port, Optional.empty());
    }

    private static RawSocket connect(String host, int port, Optional<FrameContract> contract) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setReceiveBufferSize(RECEIVE_BUFFER); // who does not read holds little of what is sent to it
        socket.connect(new InetSocketAddress(host, port), (int) LIMIT.toMillis());
        return new RawSocket(socket, contract);
    }

    /**
     * Sends bytes as they are.
     *
     * @throws IOException if the peer has ended the connection, as far as is known yet
     */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends text as it is, in UTF-8. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(SentFrame frame) throws IOException {
        send(frame.bytes());
    }

    /**
     * Does the WebSocket handshake and reads the head of the answer.
     *
     * @param headers added to the usual ones, or in place of them; a null value leaves one out
     */
    public HttpHead handshake(String path, Map<String, String> headers) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", socket.getInetAddress().getHostAddress() + ":" + socket.getPort());
        all.put("Upgrade", "websocket");
        all.put("Connection", "Upgrade");
        all.put("Sec-WebSocket-Key", KEY);
        all.put("Sec-WebSocket-Version", "13");
        all.putAll(headers);
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        all.forEach((name, value) -> {
            if (value != null) {
                request.append(name).append(": ").append(value).append("\r\n");
            }
        });
        send(request.append("\r\n").toString());
        return readHead();
    }

    /** Reads the status line and headers of an HTTP answer, and not its body. */
    public HttpHead readHead() throws IOException {
        startClock(LIMIT);
        String statusLine = readLine();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return new HttpHead(statusLine, headers);
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = read(); next != '\n'; next = read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /**
     * Reads the next frame, of whatever kind.
     *
     * @throws EOFException if the connection ends before one is complete
     */
    public ReceivedFrame readFrame(Duration limit) throws IOException {
        startClock(limit);
        int first = read();
        int second = read();
        boolean masked = (second & 0x80) != 0;
        byte[] payload = read((int) length(second & 0x7F) + (masked ? Integer.BYTES : 0));
        if (masked) {
            throw new AssertionError("A server must not mask its frames");
        }
        ReceivedFrame frame = new ReceivedFrame(first & 0x0F, (first & 0x80) != 0, first >> 4 & 0x07, payload);
        if (frame.opcode() == SentFrame.TEXT) {
            requireContract(frame);
        }
        return frame;
    }

    /** The server never cuts a text into parts. */
    private void requireContract(ReceivedFrame text) {
        Optional<String> violation = contract.flatMap(schemas -> schemas.violation(text.payload()));
        if (violation.isPresent()) {
            throw new AssertionError(violation.get());
        }
    }

    public ReceivedFrame readFrame() throws IOException {
        return readFrame(LIMIT);
    }

    private long length(int inSecondByte) throws IOException {
        return switch (inSecondByte) {
            case 126 -> Short.toUnsignedLong(ByteBuffer.wrap(read(Short.BYTES)).getShort());
            case 127 -> ByteBuffer.wrap(read(Long.BYTES)).getLong();
            default -> inSecondByte;
        };
    }

    /**
     * Reads on until a close frame, which it does not answer, or the connection's end, which it tells as 1006.
     *
     * @param limit for the whole
     */
    public SocketClose awaitClose(Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        try {
            ReceivedFrame frame = readFrame(limit);
            while (!frame.isClose()) {
                frame = readFrame(Duration.ofNanos(end - System.nanoTime()));
            }
            return frame.close();
        } catch (EOFException | SocketException e) {
            return new SocketClose(SocketClose.ABNORMAL, e.getMessage());
        }
    }

    public SocketClose awaitClose() throws IOException {
        return awaitClose(LIMIT);
    }

    /** Reads and drops whatever comes until the peer ends the connection. */
    public void awaitEnd(Duration limit) throws IOException {
        startClock(limit);
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException e) {
            // The end that was waited for, in order or by a reset.
            socket.close();
        }
    }

    /** Ends the connection by a TCP reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void startClock(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) read();
        }
        return bytes;
    }

    private int read() throws IOException {
        int left = (int) Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw tooLate();
        }
        int read;
        try {
            socket.setSoTimeout(left);
            read = input.read();
        } catch (SocketTimeoutException e) {
            throw tooLate();
        }
        if (read < 0) {
            throw new EOFException("The peer ended the connection");
        }
        return read;
    }

    private static AssertionError tooLate() {
        return new AssertionError("The peer neither sent what was awaited nor ended the connection in time");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
