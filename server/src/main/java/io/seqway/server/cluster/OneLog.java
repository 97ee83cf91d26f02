package io.seqway.server.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out the members that write another log than this node or, where this node writes none, than the oldest member
 * that writes one. Each database counts the owners of its rooms for itself, so whoever heard of the owners in two of them
 * would send to whichever has changed owners more often. Members that do not say what they write count as those of this
 * log: versions before this one do not.
 */
final class OneLog {
    private static final Logger LOG = LoggerFactory.getLogger(OneLog.class);

    private final String self;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    OneLog(String self) {
        this.self = self;
    }

    /** @param members all of them, the oldest first */
    List<Peer> of(List<Peer> members) {
        Optional<AnnouncedLog> log = own(members).or(() -> oldest(members));
        if (wrong(members).isEmpty()) { // else it says that, and ends
            members.stream().filter(peer -> writesAnother(peer, log)).forEach(peer -> tell(peer, log.orElseThrow()));
        }
        return members.stream().filter(peer -> !writesAnother(peer, log)).toList();
    }

    /**
     * Why this node is the one that is wrong here, if it is: whoever was there before is right.
     *
     * @param members all of them, the oldest first
     */
    Optional<AnotherLogException> wrong(List<Peer> members) {
        Optional<AnnouncedLog> own = own(members);
        return members.stream()
                .takeWhile(peer -> !peer.node().equals(self))
                .filter(peer -> writesAnother(peer, own))
                .findFirst()
                .map(peer -> new AnotherLogException(
                        own.orElseThrow(), peer, peer.log().orElseThrow()));
    }

    private Optional<AnnouncedLog> own(List<Peer> members) {
        return members.stream()
                .filter(peer -> peer.node().equals(self))
                .findFirst()
                .flatMap(Peer::log);
    }

    private static Optional<AnnouncedLog> oldest(List<Peer> members) {
        return members.stream().flatMap(peer -> peer.log().stream()).findFirst();
    }

    private static boolean writesAnother(Peer peer, Optional<AnnouncedLog> log) {
        return log.isPresent() && peer.log().isPresent() && !peer.log().equals(log);
    }

    /** Once for each address: a node that is started again and again has another id each time. */
    private void tell(Peer peer, AnnouncedLog log) {
        if (told.add(peer.bus() + ' ' + peer.log())) {
            LOG.error(
                    "{} has {}, and this cluster has {}: it is left out; give all nodes the same mongo-uri and"
                            + " mongo-database, or that one another cluster-name",
                    peer,
                    peer.log().orElseThrow(),
                    log);
        }
    }
}
