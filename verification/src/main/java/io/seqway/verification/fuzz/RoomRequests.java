package io.seqway.verification.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rooms and members over HTTP: good requests, and such that break one rule each. */
final class RoomRequests {
    private static final String ROOMS = "/api/rooms";
    private static final String ROOM = ROOMS + "/fuzz.made.1";
    private static final String MEMBER = ROOM + "/members/bob";
    private static final int MANY = 101;

    static final List<Resource> ALL = Stream.of(made(), changed(), ofMembers(), read())
            .flatMap(List::stream)
            .toList();

    private RoomRequests() {}

    private static List<Resource> made() {
        return Stream.of(
                        "\"access\":\"members\",\"members\":[\"bob\",{\"userId\":\"carol\",\"role\":\"moderator\"},{\"userId\":\"dave\"}]"
                                + ",\"title\":\"T\",\"metadata\":{\"a\":[1]}",
                        "\"access\":\"open\",\"title\":\"\",\"metadata\":null",
                        "\"access\":\"open\",\"title\":null,\"members\":[]",
                        "\"access\":\"closed\"",
                        "\"access\":\"open\",\"title\":\"" + "x".repeat(MANY * 2) + "\"",
                        "\"access\":\"open\",\"metadata\":[1]",
                        "\"access\":\"open\",\"metadata\":{\"a\":\"" + "x".repeat(MANY * MANY) + "\"}",
                        "\"access\":\"open\",\"members\":{}",
                        "\"access\":\"open\",\"members\":[1]",
                        "\"access\":\"open\",\"members\":[\"a b\"]",
                        "\"access\":\"open\",\"members\":[\"bob\",\"bob\"]",
                        "\"access\":\"open\",\"members\":[{\"userId\":\"bob\",\"role\":\"king\"}]",
                        "\"access\":\"open\",\"members\":[{\"userId\":\"bob\",\"role\":\"owner\"}]",
                        "\"access\":\"open\",\"members\":[" + users() + "]")
                .map(content -> new Resource("POST", ROOMS, List.of("{\"room\":\"fuzz.made.1\"," + content + "}")))
                .toList();
    }

    private static List<Resource> changed() {
        return Stream.of(
                        "{\"title\":\"another\"}",
                        "{\"title\":null,\"metadata\":null}",
                        "{\"metadata\":{}}",
                        "{\"retention\":{\"maxEntries\":5,\"maxAgeSeconds\":7200}}",
                        "{\"retention\":{}}",
                        "{\"retention\":null}",
                        "{\"retention\":[]}",
                        "{\"retention\":{\"days\":1}}",
                        "{\"retention\":{\"maxEntries\":0}}",
                        "{\"access\":\"open\"}",
                        "{\"other\":1}",
                        "[]")
                .map(content -> new Resource("PATCH", ROOM, List.of(content)))
                .toList();
    }

    private static List<Resource> ofMembers() {
        return List.of(
                new Resource("PUT", MEMBER, List.of("{\"role\":\"moderator\"}")),
                new Resource("PUT", MEMBER, List.of("{\"role\":\"member\"}")),
                new Resource("PUT", MEMBER, List.of("{\"role\":\"king\"}")),
                new Resource("PUT", MEMBER, List.of("{}")),
                new Resource("DELETE", MEMBER, List.of()),
                new Resource("DELETE", ROOM + "/members/a%20b", List.of()));
    }

    private static List<Resource> read() {
        return List.of(
                new Resource("GET", ROOMS + "?cursor=a&limit=5", List.of()),
                new Resource("GET", ROOM, List.of()),
                new Resource("GET", ROOM + "/members?limit=1", List.of()),
                new Resource("GET", ROOMS + "/nowhere", List.of()),
                new Resource("DELETE", ROOM, List.of()));
    }

    private static String users() {
        return IntStream.range(0, MANY).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
    }
}
