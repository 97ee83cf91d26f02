package io.seqway.presence.store;

import io.seqway.presence.PresenceOptions;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One room of {@link InMemoryPresenceStore}. */
final class InMemoryRoom {
    private static final double STILL_A_CROWD = 0.9;

    private static final class User {
        private final Map<String, Arrival> at = new HashMap<>();
        private String name;
        private String status;
        private String text;
        private long left;
        private long offlineAt = Long.MAX_VALUE;

        PresentUser shown(String id) {
            int connections = 0;
            long since = -1;
            for (Arrival word : at.values()) {
                connections += word.connections();
                if (word.since() > since) {
                    since = word.since();
                    status = word.status();
                    text = word.text();
                }
            }
            return new PresentUser(id, name, connections, 0, status, text);
        }
    }

    private final String name;
    private final PresenceOptions options;
    private final TreeMap<String, User> users = new TreeMap<>();
    private long revision;
    private boolean crowd;

    InMemoryRoom(String name, PresenceOptions options) {
        this.name = name;
        this.options = options;
    }

    void take(Connections said, long now, List<PresentUser> changed) {
        Arrival word = said.word();
        User user = users.get(word.user());
        if (user == null && word.connections() == 0) {
            return;
        }
        PresentUser before = user == null ? null : user.shown(word.user());
        if (user == null) {
            user = new User();
            users.put(word.user(), user);
        }
        user.at.remove(said.source());
        if (word.connections() > 0) {
            user.at.put(said.source(), word);
            user.name = word.name();
            user.offlineAt = Long.MAX_VALUE;
        } else {
            user.left = Math.max(user.left, now - word.ago());
            if (user.at.isEmpty()) {
                user.offlineAt = user.left + options.graceMs();
            }
        }
        addIfOther(before, user.shown(word.user()), changed);
    }

    void drop(DeadSource source, List<PresentUser> changed) {
        users.forEach((id, user) -> {
            PresentUser before = user.shown(id);
            if (user.at.remove(source.name()) != null) {
                if (user.at.isEmpty()) {
                    user.offlineAt = Math.max(source.sinceMs(), user.left) + options.graceMs();
                }
                addIfOther(before, user.shown(id), changed);
            }
        });
    }

    private static void addIfOther(PresentUser before, PresentUser now, List<PresentUser> changed) {
        PresentUser same = before == null
                ? null
                : new PresentUser(before.user(), before.name(), now.connections(), 0, before.status(), before.text());
        if (!now.equals(same)) {
            changed.add(now);
        }
    }

    List<SeenUser> expire(long now, int most) {
        List<SeenUser> gone = users.entrySet().stream()
                .filter(user -> user.getValue().offlineAt <= now)
                .map(user -> new SeenUser(user.getKey(), user.getValue().offlineAt - options.graceMs()))
                .sorted(Comparator.comparingLong(SeenUser::at))
                .limit(most)
                .toList();
        gone.forEach(user -> users.remove(user.user()));
        return gone;
    }

    long dueMs(long now) {
        long first =
                users.values().stream().mapToLong(user -> user.offlineAt).min().orElse(Long.MAX_VALUE);
        return first == Long.MAX_VALUE ? Taken.NEVER : Math.max(0, first - now);
    }

    boolean has(String source) {
        return users.values().stream().anyMatch(user -> user.at.containsKey(source));
    }

    PresenceChange change(List<PresentUser> online, List<PresentUser> offline) {
        crowd = users.size() > options.named() || (crowd && users.size() > options.named() * STILL_A_CROWD);
        return new PresenceChange(
                name,
                crowd ? List.of() : online,
                crowd ? List.of() : offline,
                users.size(),
                crowd,
                ++revision,
                revision - 1);
    }

    /** @param now those whose time is over by then are left out */
    Present picture(long now) {
        List<PresentUser> all = there(now);
        boolean partial = crowd || all.size() > options.named();
        return new Present(name, partial ? List.of() : all, all.size(), partial, null, revision);
    }

    Present page(long now, String after, int limit) {
        List<PresentUser> rest = there(now).stream()
                .filter(user -> after == null || user.user().compareTo(after) > 0)
                .toList();
        List<PresentUser> page = rest.subList(0, Math.min(limit, rest.size()));
        boolean more = rest.size() > limit;
        String cursor = more ? page.get(limit - 1).user() : null;
        int total = there(now).size();
        return new Present(name, page, total, page.size() < total, cursor, revision);
    }

    Present find(long now, List<String> wanted) {
        List<PresentUser> found =
                there(now).stream().filter(user -> wanted.contains(user.user())).toList();
        return new Present(name, found, there(now).size(), true, null, revision);
    }

    private List<PresentUser> there(long now) {
        List<PresentUser> there = new ArrayList<>();
        users.forEach((id, user) -> {
            if (user.offlineAt > now) {
                there.add(user.shown(id));
            }
        });
        return there;
    }
}
