import java.io.IOException;
import java.net.URI;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Users with one to three connections each hop between two nodes at random, in one room, while somebody kills and starts
 * one of the nodes. It knows who is connected, and what an onlooker on each node is shown. Exits 1 if anybody was ever shown
 * offline who had a live connection, or had been without one for less than lease and grace at most, or if either node's
 * answer is not the truth at the end, after lease, grace and two seconds. Needs nothing but a JDK.
 */
public final class PresenceHop {
    private static final Pattern USER = Pattern.compile("\"userId\":\"(u\\d+)\"");
    private static final long LEASE_MS = 15_000;
    private static final long GRACE_MS = 10_000;
    /** Changes are gathered for 250 ms, and 500 ms in a crowd; then they are on their way. */
    private static final long TOLD_MS = 1_000;

    private final List<URI> nodes;
    private final String secret;
    private final String room = "hop" + Long.toString(System.currentTimeMillis(), 36);
    private final Random random;
    private final Selector selector = Selector.open();
    private final Map<String, List<TextSocket>> byUser = new HashMap<>();
    private final Set<TextSocket> inRoom = new HashSet<>();
    /** When a user's last connection ended; nothing while there is one that has joined. */
    private final Map<String, Long> aloneSince = new HashMap<>();
    /** Until when it may still be told that a user went offline who was away for as long as the grace and came back. */
    private final Map<String, Long> untilTold = new HashMap<>();

    private final Map<TextSocket, Set<String>> answers = new HashMap<>();
    private final List<TextSocket> onlookers = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int hops;

    private PresenceHop(List<URI> nodes, String secret, long seed) throws IOException {
        this.nodes = nodes;
        this.secret = secret;
        this.random = new Random(seed);
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 6) {
            System.err.println("usage: java PresenceHop <ws-url> <ws-url> <secret> <users> <seconds> <seed>");
            System.exit(2);
        }
        new PresenceHop(List.of(URI.create(args[0]), URI.create(args[1])), args[2], Long.parseLong(args[5]))
                .measure(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    }

    private void measure(int users, int seconds) throws Exception {
        for (int i = 0; i < users; i++) {
            byUser.put("u" + i, new ArrayList<>());
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            hop("u" + random.nextInt(users));
            onlook();
            turn(TimeUnit.MILLISECONDS.toNanos(10));
        }
        long settled = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEASE_MS + GRACE_MS + 2_000);
        while (System.nanoTime() < settled) {
            onlook();
            turn(TimeUnit.MILLISECONDS.toNanos(100));
        }
        Set<String> truth = new TreeSet<>();
        byUser.forEach((user, sockets) -> {
            if (sockets.stream().anyMatch(socket -> !socket.ended() && inRoom.contains(socket))) {
                truth.add(user);
            }
        });
        for (TextSocket onlooker : onlookers) {
            onlooker.say("{\"type\":\"presence\",\"id\":\"end\",\"room\":\"" + room + "\"}");
        }
        turn(TimeUnit.SECONDS.toNanos(2));
        int right = 0;
        for (TextSocket onlooker : onlookers) {
            Set<String> answer = answers.getOrDefault(onlooker, Set.of());
            right += truth.equals(answer) ? 1 : 0;
            print(onlooker.user() + " is not told of", truth, answer);
            print(onlooker.user() + " is told of those who are not there,", answer, truth);
        }
        System.out.printf(
                "%d users, %d hops in %d s: %d of %d nodes answer the truth, which is %d users online; %d shown offline"
                        + " wrongly%n",
                users, hops, seconds, right, nodes.size(), truth.size(), wrong.size());
        wrong.stream().limit(10).forEach(System.out::println);
        System.exit(right == nodes.size() && wrong.isEmpty() ? 0 : 1);
    }

    private static void print(String what, Set<String> these, Set<String> withoutThose) {
        Set<String> rest = new TreeSet<>(these);
        rest.removeAll(withoutThose);
        if (!rest.isEmpty()) {
            System.out.println(what + ": " + rest);
        }
    }

    /** There is one on each node, as long as the node lives. */
    private void onlook() throws Exception {
        byUser.keySet().forEach(this::look);
        for (int i = 0; i < nodes.size(); i++) {
            if (i < onlookers.size() && !onlookers.get(i).ended()) {
                continue;
            }
            TextSocket onlooker = connect(nodes.get(i), "onlooker" + i);
            if (onlooker != null) {
                onlooker.say("{\"type\":\"join\",\"room\":\"" + room + "\"}");
                if (i < onlookers.size()) {
                    onlookers.set(i, onlooker);
                } else {
                    onlookers.add(onlooker);
                }
            }
        }
    }

    /** A connection more, or one less. */
    private void hop(String user) throws Exception {
        List<TextSocket> sockets = byUser.get(user);
        sockets.removeIf(TextSocket::ended);
        if (sockets.size() < 3 && random.nextBoolean()) {
            TextSocket socket = connect(nodes.get(random.nextInt(nodes.size())), user);
            if (socket != null) {
                sockets.add(socket);
                socket.say("{\"type\":\"join\",\"room\":\"" + room + "\",\"presence\":false}");
                hops++;
            }
        } else if (!sockets.isEmpty()) {
            sockets.remove(random.nextInt(sockets.size())).close();
            hops++;
        }
        look(user);
    }

    private void look(String user) {
        boolean there = byUser.get(user).stream().anyMatch(socket -> !socket.ended() && inRoom.contains(socket));
        if (there) {
            Long since = aloneSince.remove(user);
            if (since != null && System.nanoTime() - since >= TimeUnit.MILLISECONDS.toNanos(GRACE_MS)) {
                untilTold.put(user, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TOLD_MS));
            }
        } else {
            aloneSince.putIfAbsent(user, System.nanoTime());
        }
    }

    /** {@code null} if the node does not live now. */
    private TextSocket connect(URI node, String user) throws Exception {
        try {
            return new TextSocket(node, secret, user, selector, this::heard);
        } catch (IOException e) {
            return null;
        }
    }

    private void heard(TextSocket socket, String text) {
        if (text.startsWith("{\"type\":\"joined\"")) {
            inRoom.add(socket);
            if (byUser.containsKey(socket.user())) {
                look(socket.user());
            }
        } else if (text.startsWith("{\"type\":\"presence\",\"id\"")) {
            Set<String> users = new TreeSet<>();
            Matcher user = USER.matcher(text);
            while (user.find()) {
                users.add(user.group(1));
            }
            answers.put(socket, users);
        } else if (text.startsWith("{\"type\":\"presence-diff\"")) {
            offline(text.substring(text.indexOf("\"offline\":")));
        }
    }

    /** Nobody goes offline who is connected, or was so less than the grace ago. */
    private void offline(String users) {
        byUser.keySet().forEach(this::look);
        Matcher user = USER.matcher(users);
        while (user.find()) {
            Long since = aloneSince.get(user.group(1));
            long ms = since == null ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
            boolean hasJustComeBack = since == null && System.nanoTime() < untilTold.getOrDefault(user.group(1), 0L);
            if (ms < GRACE_MS && !hasJustComeBack) {
                wrong.add(user.group(1) + (since == null ? " is connected" : " was connected " + ms + " ms ago"));
            }
        }
    }

    private void turn(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        do {
            selector.select(key -> ((TextSocket) key.attachment()).read(), 1);
        } while (System.nanoTime() < end);
    }
}
