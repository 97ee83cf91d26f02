package io.seqway.server;

import io.seqway.server.cluster.AnotherLogException;
import io.seqway.server.config.Config;
import io.seqway.server.config.Setting;
import io.seqway.store.mongo.MongoReason;
import java.net.BindException;
import java.net.SocketException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says in one line why something did not start, and what to do about it. */
final class Explain {
    /** Scheme, user and password, hosts, the rest. */
    private static final Pattern URI = Pattern.compile("([a-z+]+://)(?:[^@/]*@)?([^/?]*).*");

    private static final Pattern REPLICA_SET = Pattern.compile("[?&]replicaSet=([^&]+)");

    private Explain() {}

    /** A server that could not listen. */
    static StartFailure listening(Throwable failure, String host, int port, Setting setting) {
        if (caused(failure, Explain::addressInUse)) {
            return new StartFailure(
                    "port %d is in use by another process; stop it or give another port (%s)"
                            .formatted(port, setting.flag()),
                    failure);
        }
        if (caused(
                failure,
                e -> e instanceof BindException
                        && String.valueOf(e.getMessage()).contains("ermission"))) {
            return new StartFailure(
                    "this user may not listen on port %d; give one above 1023 (%s)".formatted(port, setting.flag()),
                    failure);
        }
        if (caused(failure, BindException.class::isInstance)) {
            return new StartFailure(
                    "%s is not an address of this machine (%s)".formatted(host, Setting.HOST.flag()), failure);
        }
        if (caused(failure, SocketException.class::isInstance)) {
            return new StartFailure(
                    "port %d may not be used by this user; give one above 1023 (%s)".formatted(port, setting.flag()),
                    failure);
        }
        return other("the server on port " + port + " cannot start", failure);
    }

    /** A message store that could not start. */
    static StartFailure messageStore(Throwable failure, String uri) {
        Matcher replicaSet = REPLICA_SET.matcher(uri);
        if (replicaSet.find() && caused(failure, e -> mongoTimeout(e) && !failedToConnect(e))) {
            return new StartFailure(
                    "MongoDB at %s shows no primary of a replica set '%s': give the name that rs.status() says, or wait for a primary (%s)"
                            .formatted(withoutSecrets(uri), replicaSet.group(1), Setting.MONGO_URI.flag()),
                    failure);
        }
        if (caused(failure, Explain::mongoTimeout)) {
            return new StartFailure(
                    "MongoDB does not answer at %s; start it or give its address (%s)"
                            .formatted(withoutSecrets(uri), Setting.MONGO_URI.flag()),
                    failure);
        }
        if (MongoReason.isOfUser(failure)) {
            return new StartFailure(
                    "MongoDB at %s: %s (%s)"
                            .formatted(withoutSecrets(uri), MongoReason.of(failure), Setting.MONGO_URI.flag()),
                    failure);
        }
        if (failure instanceof IllegalArgumentException) {
            return wrongValue(Setting.MONGO_URI, failure);
        }
        Optional<Throwable> lost = first(failure, e -> ofMongo(e) || e instanceof TimeoutException);
        if (lost.isPresent()) {
            return new StartFailure(
                    "MongoDB at %s failed while the message store was starting: %s; look whether it runs and has a primary, and start again (%s)"
                            .formatted(withoutSecrets(uri), MongoReason.of(lost.get()), Setting.MONGO_URI.flag()),
                    failure);
        }
        return other("the message store cannot start", failure);
    }

    /** A value that only the part that uses it could find wrong. */
    static StartFailure wrongValue(Setting setting, Throwable failure) {
        return StartFailure.wrongSetting("cannot use %s: %s".formatted(setting.flag(), firstLine(failure)), failure);
    }

    /** A node that could not join its cluster. */
    static StartFailure cluster(Throwable failure, Config.Cluster cluster) {
        if (caused(failure, e -> e instanceof BindException || inUse(e))) {
            return new StartFailure(
                    "port %d or %d of %s cannot be used by the cluster; give others (%s, %s)"
                            .formatted(
                                    cluster.port(),
                                    cluster.eventBusPort(),
                                    cluster.host(),
                                    Setting.CLUSTER_PORT.flag(),
                                    Setting.CLUSTER_HOST.flag()),
                    failure);
        }
        if (failure instanceof AnotherLogException) {
            return new StartFailure(
                    ("the cluster has another database: %s; give all nodes the same %s and %s, or this one another %s."
                                    + " If the database was lost, or is to be another, stop all nodes before you start one")
                            .formatted(
                                    failure.getMessage(),
                                    Setting.MONGO_URI.flag(),
                                    Setting.MONGO_DATABASE.flag(),
                                    Setting.CLUSTER_NAME.flag()),
                    failure);
        }
        return other("the node cannot join the cluster", failure);
    }

    /** Anything else. */
    static StartFailure other(String what, Throwable failure) {
        return new StartFailure(what + ": " + firstLine(failure) + " (more with --log-level debug)", failure);
    }

    private static String firstLine(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .flatMap(text -> text.lines().findFirst())
                .orElse(failure.getClass().getSimpleName());
    }

    /** An address without user and password. */
    static String withoutSecrets(String uri) {
        Matcher matcher = URI.matcher(uri);
        return matcher.matches() ? matcher.group(1) + matcher.group(2) : "the given address";
    }

    private static boolean ofMongo(Throwable e) {
        return e.getClass().getName().startsWith("com.mongodb.");
    }

    private static boolean mongoTimeout(Throwable e) {
        return e.getClass().getName().startsWith("com.mongodb.MongoTimeout");
    }

    /** The driver says what it saw of each server, and the exception where it could not connect. */
    private static boolean failedToConnect(Throwable e) {
        return String.valueOf(e.getMessage()).contains("exception=");
    }

    private static boolean addressInUse(Throwable e) {
        return e instanceof BindException && inUse(e);
    }

    private static boolean inUse(Throwable e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("already in use");
    }

    private static boolean caused(Throwable failure, Predicate<Throwable> what) {
        return first(failure, what).isPresent();
    }

    /** Of a failure and its causes. */
    private static Optional<Throwable> first(Throwable failure, Predicate<Throwable> what) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(what)
                .findFirst();
    }
}
