package io.seqway.gateway.session;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.ReplaySlots;
import io.seqway.gateway.room.Subscriber;
import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.socket.Broadcast;
import io.seqway.gateway.socket.Socket;
import io.seqway.protocol.CloseCode;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ServerFrames;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The state of one connection. Belongs to one event loop; rules are applied by others. */
public final class Session implements Subscriber {
    /** Rooms of one connection that are replayed at once. */
    private static final int REPLAYS = 8;

    /** Questions of one connection that are answered at once: whoever asks more waits for nobody but itself. */
    private static final int QUESTIONS = 1;

    private static final long NEVER = Long.MIN_VALUE;

    private final String id;
    private final Socket socket;
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
    private Runnable onceHeard;
    private int unanswered;
    private Map<ErrorCode, Integer> refused = Map.of();
    private boolean expiryAnnounced;
    private Runnable onceAuthenticated;

    /**
     * @param now the time in ms of a monotonic clock
     * @param cameMicros when its socket was accepted, by {@link io.seqway.gateway.presence.PresenceClock#nowMicros()}
     */
    public Session(String id, Socket socket, Identity identity, RateLimit rateLimit, long now, long cameMicros) {
        this.id = id;
        this.socket = socket;
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

    /** It is known now who speaks, and the client has been told so. */
    public void authenticated() {
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

    /** How many sends wait for their answer. */
    public int unanswered() {
        return unanswered;
    }

    public void unanswered(int change) {
        unanswered += change;
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
        write(ServerFrames.lagging(List.of(room), begins ? "begin" : "end"));
    }

    /**
     * Refuses a frame.
     *
     * @param frameId the frame's id as JSON text, or {@code null}
     * @param room the room it was about, or {@code null}
     * @param clientMsgId the message it was about, or {@code null}
     */
    public void refuse(String frameId, Refusal refusal, String room, String clientMsgId) {
        if (isClosed()) {
            return;
        }
        if (refused.isEmpty()) {
            refused = new EnumMap<>(ErrorCode.class);
        }
        refused.merge(refusal.code(), 1, Integer::sum);
        write(ServerFrames.error(frameId, refusal, room, clientMsgId));
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
