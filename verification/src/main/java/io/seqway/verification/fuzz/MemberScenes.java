package io.seqway.verification.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scenes in rooms that were made: who is a member and who is not, told, expelled, and there by a token that opens less. The
 * users are of no other attack, since others are disconnected now and then.
 */
final class MemberScenes {
    private static final String OWNER = "olga";
    private static final String MODERATOR = "max";
    private static final String MEMBER = "mia";
    private static final String NOBODY = "noah";

    /** As long as a cursor takes to be written, and more. */
    private static final int WRITTEN_MS = 1_500;

    private MemberScenes() {}

    static Attack all() {
        return new Scenes(
                "members",
                2,
                true,
                List.of(
                        MemberScenes::roles,
                        MemberScenes::open,
                        MemberScenes::listed,
                        MemberScenes::back,
                        MemberScenes::removed,
                        MemberScenes::anew,
                        MemberScenes::narrowed,
                        MemberScenes::notAdmitted));
    }

    /** Each role does what it may, and what it may not. */
    private static void roles(Play play) throws InterruptedException {
        String room = play.room(0);
        Caller owner = made(play, room, "members", MEMBER, MODERATOR);
        Caller moderator = play.caller(play.tokens().narrow(MODERATOR, "none"));
        String members = "/api/rooms/" + room + "/members/";
        owner.ask("PUT", members + MODERATOR, "{\"role\":\"moderator\"}");
        owner.ask("PUT", members + MODERATOR, "{\"role\":\"moderator\"}");
        Line member = member(play, MEMBER);
        member.ask(Said.join(room));
        Line line = member(play, MODERATOR);
        line.ask(Said.join(room));
        String of = ",\"target\":"
                + member.ask(Said.send(room, "a", "1")).path("seq").asLong(1);
        line.ask(Said.of("edit", room, of + ",\"clientMsgId\":\"c\",\"body\":2"));
        line.ask(Said.of("delete", room, of + ",\"clientMsgId\":\"d\""));
        of = ",\"target\":" + line.ask(Said.send(room, "b", "1")).path("seq").asLong(1);
        member.ask(Said.of("delete", room, of + ",\"clientMsgId\":\"e\""));
        moderator.ask("DELETE", members + OWNER, "");
        moderator.ask("PUT", members + NOBODY, "{\"role\":\"owner\"}");
        moderator.ask("DELETE", members + MEMBER, "");
        member.await("removed", () -> member.answers().count("removed") > 0);
        member.ask(Said.send(room, "f", "1"));
        moderator.ask("PUT", members + NOBODY, "{\"role\":\"member\"}");
        owner.ask("DELETE", members + OWNER, "");
        owner.ask("DELETE", members + MEMBER, "");
        owner.ask("GET", "/api/rooms/" + room + "/members?limit=1", "");
        for (String change : List.of(
                "{\"title\":\"T\",\"metadata\":{\"a\":1}}",
                "{\"retention\":{\"maxEntries\":2}}",
                "{\"retention\":null,\"title\":null}")) {
            owner.ask("PATCH", "/api/rooms/" + room, change);
            moderator.ask("PATCH", "/api/rooms/" + room, change);
        }
        owner.ask("GET", "/api/rooms/" + room, "");
        member.ask(Said.join(room));
    }

    /** Somebody who is in a room already becomes a member, and goes again. */
    private static void open(Play play) throws InterruptedException {
        String room = play.room(0);
        Caller owner = made(play, room, "open");
        String member = "/api/rooms/" + room + "/members/" + MEMBER;
        Line joined = member(play, MEMBER);
        Line other = member(play, MEMBER);
        joined.ask(Said.join(room));
        owner.ask("PUT", member, "{\"role\":\"member\"}");
        joined.await("added", () -> joined.answers().count("added") > 0);
        owner.ask("PUT", member, "{\"role\":\"moderator\"}");
        owner.ask("DELETE", member, "");
        joined.await("removed", () -> joined.answers().count("removed") > 0);
        other.settle();
        joined.ask(Said.join(room));
        joined.ask("{\"type\":\"rooms\"}");
    }

    /** Rooms of a user that are made and others, of which the user is a member or not any more. */
    private static void listed(Play play) throws InterruptedException {
        Caller owner = made(play, play.room(0), "members", MEMBER);
        made(play, play.room(1), "members");
        Line narrow = member(play, MEMBER);
        narrow.ask(Said.join(play.room(0)));
        narrow.say(Said.of("receipt", play.room(0), ",\"read\":1"));
        Line granted = play.user(MEMBER);
        for (int i = 0; i < 3; i++) {
            granted.ask(Said.join(play.room(i)));
        }
        granted.ask("{\"type\":\"rooms\"}");
        narrow.idle(WRITTEN_MS);
        narrow.ask("{\"type\":\"rooms\"}");
        owner.ask("DELETE", "/api/rooms/" + play.room(0) + "/members/" + MEMBER, "");
        narrow.ask("{\"type\":\"rooms\"}");
        narrow.ask("{\"type\":\"rooms\",\"limit\":1}");
        granted.ask("{\"type\":\"rooms\"}");
    }

    /** All rooms at once, also while they are taken away, and by somebody who is gone before the answer. */
    private static void back(Play play) throws InterruptedException {
        Caller owner = made(play, play.room(0), "members", MEMBER);
        made(play, play.room(1), "members", MEMBER);
        made(play, play.room(2), "open", MEMBER);
        Line line = member(play, MEMBER);
        line.ask(Said.resumeAll(""));
        line.ask(Said.resumeAll("\"" + play.room(0) + "\":0,\"nowhere\":1"));
        for (int i = 0; i < 3; i++) {
            Line another = member(play, MEMBER);
            try (Line asked = owner.begin("DELETE", "/api/rooms/" + play.room(i) + "/members/" + MEMBER, "")) {
                while (asked.answers().statuses() == 0 && !asked.answers().hasEnded()) {
                    another.ask(Said.resumeAll(""));
                }
            }
            another.ask(Said.resumeAll(""));
            Line gone = member(play, MEMBER);
            gone.sayAtOnce(Said.resumeAll(""), "[]", "{\"type\":\"ping\"}");
            gone.awaitEnd();
        }
    }

    private static void removed(Play play) throws InterruptedException {
        String room = play.room(0);
        Caller owner = made(play, room, "members", MEMBER);
        Line member = member(play, MEMBER);
        member.ask(Said.join(room));
        Line service = play.with(play.tokens().service());
        service.ask(Said.join(room));
        member.say(typing(room));
        owner.ask("DELETE", "/api/rooms/" + room, "");
        member.await("removed", () -> member.answers().count("removed") > 0);
        String resume = "{\"type\":\"resume\",\"rooms\":{\"" + room + "\":0}}";
        for (Line line : List.of(member, service)) {
            line.ask(resume);
            line.ask(Said.join(room));
            line.ask(Said.send(room, "m", "1"));
        }
        owner.ask("DELETE", "/api/rooms/" + room, "");
        owner.ask("GET", "/api/rooms/" + room, "");
        Caller backend = play.caller(play.tokens().service());
        backend.ask("GET", "/api/rooms/" + room, "");
        backend.ask("DELETE", "/api/rooms/" + room + "/members/" + MEMBER, "");
    }

    /** Rooms that are removed, and made anew under those who are in them. */
    private static void anew(Play play) throws InterruptedException {
        String room = play.room(0);
        Caller owner = made(play, room, "open");
        Line member = member(play, MEMBER);
        for (int i = 0; i < 4; i++) {
            member.ask(Said.join(room));
            owner.ask("DELETE", "/api/rooms/" + room, "");
            make(owner, room, play.dice().pick("members", "open"), MEMBER);
            member.ask("{\"type\":\"resume\",\"rooms\":{\"" + room + "\":{\"seq\":1,\"epoch\":\"old\"}}}");
        }
    }

    /** A newer token opens one room only: of the others those are left that the user is not a member of. */
    private static void narrowed(Play play) throws InterruptedException {
        made(play, play.room(1), "open");
        made(play, play.room(2), "members", MEMBER);
        made(play, play.room(3), "members");
        String auth = Said.auth(play.tokens().narrow(MEMBER, play.room(0)));
        Line line = play.user(MEMBER);
        for (int i = 0; i < 5; i++) {
            line.ask(Said.join(play.room(i)));
        }
        line.say(typing(play.room(4)));
        line.ask(auth);
        line.ask("{\"type\":\"rooms\"}");
        Line joining = play.user(MEMBER);
        joining.sayAtOnce(Said.join(play.room(5)), Said.join(play.room(3)), auth);
        joining.ask("{\"type\":\"rooms\"}");
        Line leaving = play.user(MEMBER);
        leaving.ask(Said.join(play.room(3)));
        leaving.sayAtOnce(auth, Said.of("leave", play.room(3), ""));
        leaving.ask(Said.send(play.room(3), "m", "1"));
    }

    /** What is said in a room before it is known whether one may be there. */
    private static void notAdmitted(Play play) throws InterruptedException {
        made(play, play.room(0), "members", MEMBER);
        for (String user : List.of(MEMBER, NOBODY)) {
            Line line = member(play, user);
            line.sayAtOnce(
                    Said.join(play.room(0)),
                    Said.send(play.room(0), "m", "1"),
                    typing(play.room(0)),
                    Said.of("signal", play.room(0), ",\"name\":\"n\",\"data\":0"),
                    Said.of("receipt", play.room(0), ",\"read\":1"),
                    Said.of("history", play.room(0), ",\"after\":0"));
            line.ask(Said.of("history", play.room(0), ",\"after\":0"));
            line.ask(Said.of("presence", play.room(0), ""));
            line.ask(Said.of("receipts", play.room(0), ""));
        }
    }

    /** Somebody whose token opens no room. */
    private static Line member(Play play, String user) throws InterruptedException {
        return play.with(play.tokens().narrow(user, "none"));
    }

    private static Caller made(Play play, String room, String access, String... members) throws InterruptedException {
        Caller owner = play.caller(play.tokens().user(OWNER));
        make(owner, room, access, members);
        return owner;
    }

    private static void make(Caller owner, String room, String access, String... members) throws InterruptedException {
        String users = Stream.of(members).map(Values::quoted).collect(Collectors.joining(","));
        owner.ask(
                "POST",
                "/api/rooms",
                "{\"room\":\"%s\",\"access\":\"%s\",\"members\":[%s]}".formatted(room, access, users));
    }

    private static String typing(String room) {
        return Said.of("typing", room, ",\"typing\":true");
    }
}
