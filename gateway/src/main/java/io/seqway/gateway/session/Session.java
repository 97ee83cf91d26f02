package io.seqway.gateway.session;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.room.ReplaySlots;
import io.seqway.gateway.room.Subscriber;
import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.socket.Broadcast;
import io.seqway.gateway.socket.Socket;
import io.seqway.protocol.CloseCode;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.frame.StreamFrames;
import io.seqway.protocol.frame.UserStatus;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The state of one connection. Belongs to one event loop; rules are applied by others. */
public final class Session implements Subscriber {
    /** Rooms of one connection that are replayed at once. */
    private static final int REPLAYS = 8;

    /** Questions of one connection that are answered at once: whoever asks more waits for nobody but itself. */
    private static final int QUESTIONS = 1;

    private static final long NEVER = Long.MIN_VALUE;

    private final String id;
    private final Socket socket;
    private final GatewayMetrics metrics;
    private final InetAddress remote;
    private final RateLimit rateLimit;
    private final Map<String, Subscription> rooms = new HashMap<>();
    private final ReplaySlots replaySlots = new ReplaySlots(REPLAYS);
    private final ReplaySlots questionSlots = new ReplaySlots(QUESTIONS);
    private final long connectedAt;
    private final long cameMicros;
    private Identity identity;
    private long heardAt;
    private long fullSince = NEVER;
    private boolean heard;
    private long chunkBytes;
    private Runnable onceHeard;
    private int unanswered;
    private final Typist typist = new Typist();
    private UserStatus status = UserStatus.ONLINE;
    private long statusSince;
    private Map<ErrorCode, Integer> refused = Map.of();
    private Set<String> lagging = Set.of();
    private boolean hasComeBack;
    private boolean expiryAnnounced;
    private Runnable onceAuthenticated;
    private Consumer<String> whenCaughtUp = room -> {};
    private Predicate<String> askedFirst = room -> false;
    private Function<String, Future<Long>> admissions = room -> Future.succeededFuture(0L);
    private BiConsumer<String, String> whenExpelled = (room, reason) -> {};

    /**
     * @param now the time in ms of a monotonic clock
     * @param cameMicros when its socket was accepted, by {@link io.seqway.gateway.presence.PresenceClock#nowMicros()}
     */
    public Session(
            String id,
            Socket socket,
            Identity identity,
            RateLimit rateLimit,
            long now,
            long cameMicros,
            InetAddress remote,
            GatewayMetrics metrics) {
        this.id = id;
        this.socket = socket;
        this.metrics = metrics;
        this.remote = remote;
        this.identity = identity;
        this.rateLimit = rateLimit;
        this.connectedAt = now;
        this.heardAt = now;
        this.cameMicros = cameMicros;
    }

    public String id() {
        return id;
    }

    /** Who speaks, or {@code null} until that is proven. */
    public Identity identity() {
        return identity;
    }

    public void identity(Identity proven) {
        identity = proven;
        rateLimit.known(proven, System.nanoTime());
        expiryAnnounced = false;
    }

    /** Whether a backend speaks, which no rate limits. */
    public boolean isService() {
        return identity != null && identity.service();
    }

    /** Runs the task when it is known who speaks, if that is ever so. */
    public void onceAuthenticated(Runnable task) {
        onceAuthenticated = task;
    }

    /** @param handler called with each room in which the connection has lagged behind, and does not any more */
    void whenCaughtUp(Consumer<String> handler) {
        whenCaughtUp = handler;
    }

    /**
     * @param first as {@link #isAskedFirst}
     * @param asked as {@link #admission}
     * @param expelled as {@link #expelled}
     */
    void admittedBy(
            Predicate<String> first, Function<String, Future<Long>> asked, BiConsumer<String, String> expelled) {
        askedFirst = first;
        admissions = asked;
        whenExpelled = expelled;
    }

    @Override
    public boolean isAskedFirst(String room) {
        return askedFirst.test(room);
    }

    @Override
    public Future<Long> admission(String room) {
        return admissions.apply(room);
    }

    @Override
    public void expelled(String room, String reason) {
        whenExpelled.accept(room, reason);
    }

    /** It is known now who speaks, and the client has been told so. */
    public void authenticated() {
        socket.peerIsKnown();
        Runnable task = onceAuthenticated;
        onceAuthenticated = null;
        if (task != null) {
            task.run();
        }
    }

    public RateLimit rateLimit() {
        return rateLimit;
    }

    /** The rooms that this connection has joined. */
    public Map<String, Subscription> rooms() {
        return rooms;
    }

    /** Where it comes from, behind the proxies that are trusted. */
    InetAddress remote() {
        return remote;
    }

    public long connectedAt() {
        return connectedAt;
    }

    /** When anything came in last. */
    public long heardAt() {
        return heardAt;
    }

    public void heard(long now) {
        heardAt = now;
        heard = true;
        if (onceHeard != null) {
            Runnable task = onceHeard;
            onceHeard = null;
            task.run();
        }
    }

    /** Whether the client has said anything: so it was there after its socket was accepted. */
    public boolean hasBeenHeard() {
        return heard;
    }

    /** Runs the task when the client is heard for the first time, if it ever is. */
    public void onceHeard(Runnable task) {
        onceHeard = task;
    }

    /** Has the client answer, below the frames that it knows of. */
    public void ping() {
        socket.ping();
    }

    /** When its socket was accepted, in us of this node's own clock. */
    public long cameMicros() {
        return cameMicros;
    }

    /**
     * For how long the client has taken nothing of what was written to it, in ms, as far as it was looked at; to be called
     * again and again. Who takes something again is there, though it was not heard meanwhile.
     */
    public long stuckMs(long now) {
        if (!isFull()) {
            heardAt = fullSince == NEVER ? heardAt : now;
            fullSince = NEVER;
            return 0;
        }
        fullSince = fullSince == NEVER ? now : fullSince;
        return now - fullSince;
    }

    /** Texts that came in. */
    long framesIn() {
        return socket.framesIn();
    }

    /** Texts that were written. */
    long framesOut() {
        return socket.framesOut();
    }

    /** How often its frames were refused, by reason. */
    Map<ErrorCode, Integer> refused() {
        return refused;
    }

    /** In which rooms its user types. */
    public Typist typist() {
        return typist;
    }

    /** How its user is, as the client says here. */
    public UserStatus status() {
        return status;
    }

    /** When the client has said so, in ms since 1970; 0 if it has not. */
    public long statusSince() {
        return statusSince;
    }

    public void status(UserStatus said, long since) {
        status = said;
        statusSince = since;
    }

    /** How many sends wait for their answer. */
    public int unanswered() {
        return unanswered;
    }

    public void unanswered(int change) {
        unanswered += change;
    }

    /** Bytes of chunks that are being stored. */
    public long chunkBytes() {
        return chunkBytes;
    }

    public void chunkBytes(long change) {
        chunkBytes += change;
    }

    /** Whether the client was told that its token is about to end. */
    public boolean expiryAnnounced() {
        return expiryAnnounced;
    }

    public void expiryWasAnnounced() {
        expiryAnnounced = true;
    }

    @Override
    public String userId() {
        return identity.userId();
    }

    @Override
    public void write(byte[] frame) {
        socket.write(frame);
    }

    @Override
    public void write(Broadcast frames) {
        socket.write(frames);
    }

    @Override
    public boolean isFull() {
        return socket.isFull();
    }

    @Override
    public void onceDrained(Runnable task) {
        socket.onceDrained(task);
    }

    @Override
    public ReplaySlots replaySlots() {
        return replaySlots;
    }

    /** Bounds how many questions of the connection are answered at once. */
    public ReplaySlots questionSlots() {
        return questionSlots;
    }

    @Override
    public void lagging(String room, boolean begins) {
        if (lagging.isEmpty()) {
            lagging = new HashSet<>();
        }
        if (!begins) {
            lagging.remove(room);
        } else if (lagging.add(room)) {
            metrics.connections().lags();
        }
        write(ServerFrames.lagging(List.of(room), begins ? "begin" : "end"));
        if (!begins) {
            whenCaughtUp.accept(room);
        }
    }

    /** Whether a room that it has joined is behind, since it does not read. */
    boolean isLagging() {
        if (lagging.isEmpty()) {
            return false;
        }
        lagging.retainAll(rooms.keySet());
        return !lagging.isEmpty();
    }

    /** Whether the room is behind, since it does not read. */
    boolean isLagging(String room) {
        return lagging.contains(room);
    }

    /** Whether this is its first resume, by which it goes on where another connection has ended. */
    public boolean comesBack() {
        boolean first = !hasComeBack;
        hasComeBack = true;
        return first;
    }

    /**
     * Refuses a frame.
     *
     * @param frameId the frame's id as JSON text, or {@code null}
     * @param room the room it was about, or {@code null}
     * @param clientMsgId the message it was about, or {@code null}
     */
    public void refuse(String frameId, Refusal refusal, String room, String clientMsgId) {
        refuse(refusal, ServerFrames.error(frameId, refusal, room, clientMsgId));
    }

    /**
     * Refuses a frame that is about a stream.
     *
     * @param frameId the frame's id as JSON text, or {@code null}
     * @param seq the chunk it was about, or -1
     */
    public void refuseOfStream(String frameId, Refusal refusal, String stream, int seq) {
        refuse(refusal, StreamFrames.error(frameId, refusal, stream, seq));
    }

    private void refuse(Refusal refusal, byte[] frame) {
        if (isClosed()) {
            return;
        }
        if (refused.isEmpty()) {
            refused = new EnumMap<>(ErrorCode.class);
        }
        refused.merge(refusal.code(), 1, Integer::sum);
        metrics.refusals().frame(refusal.code());
        write(frame);
    }

    /** Closes the connection. */
    public void close(CloseCode code, String reason) {
        socket.close(code, reason);
    }

    /** Hears nothing more until it is released; what the client says meanwhile is read afterwards. */
    public void hold() {
        socket.hold();
    }

    /** Ends one {@link #hold()}. */
    public void release() {
        socket.release();
    }

    public boolean isClosed() {
        return socket.isClosed();
    }
}
