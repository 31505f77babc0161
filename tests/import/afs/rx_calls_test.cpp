// How packets become calls, whatever happens to them on the way.
#include "braid/tracer/import/afs/rx_calls.h"

#include <fmt/format.h>

#include "afs/written_rx.h"
#include "imported.h"

namespace braid::import::test {
namespace {

/// One line an event: operation, times in ms (the first packet is at 1000), where it begins, and `more`.
std::string events(const Imported& imported, const std::vector<std::string_view>& more = {}) {
  std::string text;
  for (const recording::Record& record : imported.records) {
    text += fmt::format("{} {}", record.operation, record.start->nanoseconds / 1'000'000);
    text += record.end ? fmt::format("..{}", record.end->nanoseconds / 1'000'000) : "..";
    text += fmt::format(" #{}", record.line);
    for (const std::string_view name : more) {
      const recording::Value* value = record.arguments.find(name);
      if (value == nullptr) value = record.result.find(name);
      if (value == nullptr) continue;
      text += fmt::format(
          " {}={}", name,
          value->text() != nullptr ? *value->text() : std::to_string(value->integer().value_or(-1)));
    }
    text += "\n";
  }
  return text;
}

std::string get_status() {
  return big_32(132) + xdr_fid(4, 3);
}

std::string status() {
  return xdr_status(1, 16, 9) + xdr_callback() + xdr_sync();
}

std::string store_of(std::string_view data) {
  return big_32(65538) + xdr_fid(4, 3) + xdr_set_mtime() + big_64(0) + big_64(data.size()) +
         big_64(data.size()) + std::string(data);
}

/// A packet of call 1.
std::string part(std::uint32_t sequence, std::uint8_t flags, std::string_view body,
                 std::uint32_t serial = 0) {
  return rx({.sequence = sequence, .serial = serial == 0 ? sequence : serial, .flags = flags}, body);
}

TEST(RxCalls, OverlapOnSeveralChannels) {
  WrittenCapture capture;
  capture.ip(asked(rx({.connection = 0x10}, get_status())))
      .ip(asked(rx({.connection = 0x11}, big_32(153))))
      .ip(answered(rx({.flags = kLast, .connection = 0x11}, big_32(77) + big_32(0))))
      .ip(answered(rx({.flags = kLast, .connection = 0x10}, status())));
  EXPECT_EQ(events(imported_text(capture.bytes())), "GetTime 1001..1002 #2\nFetchStatus 1000..1003 #1\n");
}

TEST(RxCalls, ComeInSeveralPacketsInAnyOrder) {
  const std::string body = store_of("abcdefghijkl");
  WrittenCapture capture;
  capture.ip(asked(part(1, kFromClient, body.substr(0, 60))))
      .ip(asked(part(3, kFromClient | kLast, body.substr(66))))
      .ip(asked(part(2, kFromClient, body.substr(60, 6))))
      .ip(answered(part(2, kLast, status().substr(50))))
      .ip(answered(part(1, 0, status().substr(0, 50))));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported, {"data", "version"}), "StoreData64 1000..1004 #1 data=abcdefghijkl version=9\n");
  EXPECT_TRUE(imported.ledger.notes().empty());
}

TEST(RxCalls, ComeInJumbograms) {
  const std::string body = store_of(std::string(3000, 'x'));
  const std::string last_header = {static_cast<char>(kFromClient | kLast), 0, 0, 0};
  const std::string more_header = {static_cast<char>(kFromClient | kJumbo), 0, 0, 0};
  WrittenCapture capture;
  capture
      .ip(asked(part(
          1, kFromClient | kJumbo,
          body.substr(0, 1412) + more_header + body.substr(1412, 1412) + last_header + body.substr(2824))))
      .ip(answered(part(1, kLast, status())));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported, {"data"}), "StoreData64 1000..1001 #1 data=" + std::string(3000, 'x') + "\n");
}

TEST(RxCalls, AreSentAgain) {
  WrittenCapture capture;
  capture.ip(asked(part(1, 5, get_status(), 1)))
      .ip(asked(part(1, 5, get_status(), 1)))  // captured twice
      .ip(asked(part(1, 7, get_status(), 2)))
      .ip(answered(part(1, kLast, status(), 1)))
      .ip(answered(part(1, kLast, status(), 2)))
      .ip(asked(part(1, 7, get_status(), 3)));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported, {"attempt", "version"}),
            "FetchStatus 1000..1003 #1 version=9\nFetchStatus 1002..1003 #3 attempt=2 version=9\n");
  EXPECT_EQ(imported.skipped(), "Rx requests that were sent again after their reply 1");
}

TEST(RxCalls, AreAborted) {
  const auto abort = [](std::uint32_t call, std::uint8_t flags, std::int32_t code) {
    return rx({.call = call, .sequence = 0, .type = kRxAbort, .flags = flags},
              big_32(static_cast<std::uint32_t>(code)));
  };
  WrittenCapture capture;
  capture.ip(request(1, get_status()))
      .ip(answered(abort(1, 0, 102)))
      .ip(request(2, get_status()))
      .ip(asked(abort(2, kFromClient, -6)))
      .ip(answered(abort(2, 0, 102)))
      .ip(request(3, get_status()))
      .ip(asked(rx({.connection = 0x12}, big_32(153))))
      .ip(answered(abort(0, 0, 19270409)));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported, {"error", "unknown"}),
            "FetchStatus 1000..1001 #1 error=VNOVNODE\n"
            "FetchStatus 1002..1003 #3 unknown=aborted by the client: RX_USER_ABORT\n"
            "FetchStatus 1005..1007 #6 error=RXKADEXPIRED\n"
            "GetTime 1006..1007 #7 error=RXKADEXPIRED\n");
  EXPECT_EQ(imported.skipped(), "Rx ABORT packets of no call that is open 1");
}

TEST(RxCalls, HaveNoReply) {
  WrittenCapture capture;
  capture.ip(request(1, get_status()))
      .ip(request(2, big_32(153)))
      .ip(answered(rx({.call = 2, .flags = 0}, big_32(77))))
      .ip(request(3, big_32(65539)));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported, {"value"}),
            "FetchStatus 1000.. #1\nGetTime 1001.. #2\nGiveUpAllCallBacks 1003.. #4\n");
}

TEST(RxCalls, HavePartsThatWereNotCaptured) {
  const std::string body = store_of("abcdefgh");
  WrittenCapture capture;
  capture
      .ip(asked(part(1, kFromClient, body.substr(0, 67))))  // 2 is missing
      .ip(asked(part(3, kFromClient | kLast, body.substr(68))))
      .ip(answered(part(2, kLast, status().substr(50))))  // 1 is missing
      .ip(request(2, big_32(65539)))
      .ip(reply(2, ""));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported, {"data", "version"}),
            "StoreData64 1000..1002 #1 data=abc\nGiveUpAllCallBacks 1003..1004 #4\n");
  EXPECT_EQ(imported.ledger.notes().at("AFS messages that were captured in part"), 2U);
  EXPECT_EQ(imported.ledger.notes().at("values that the recording itself cuts short"), 1U);
}

TEST(RxCalls, AreCutByTheSnapLength) {
  const std::string call = ethernet(0x0800, asked(part(1, 5, store_of("abcdefgh"))));
  WrittenCapture capture;
  capture.frame(std::string_view(call).substr(0, call.size() - 5), static_cast<std::uint32_t>(call.size()))
      .ip(answered(part(1, kLast, status())));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported, {"data", "version"}), "StoreData64 1000..1001 #1 data=abc version=9\n");
  EXPECT_NE(imported.records.front().arguments.find("cut"), nullptr);
}

TEST(RxCalls, BeginBeforeTheCapture) {
  WrittenCapture capture;
  capture.ip(answered(part(2, kLast, status())))
      .ip(answered(part(1, 0, status())))
      .ip(asked(rx({.call = 2, .sequence = 2}, "abc")))
      .ip(answered(rx({.call = 2, .flags = kLast}, status())))
      .ip(answered(rx({.call = 1, .sequence = 3, .flags = kLast}, status())));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported), "");
  EXPECT_EQ(imported.skipped(),
            "Rx DATA packets of calls that are over 1, Rx calls whose procedure was not captured 1, "
            "Rx replies without their call 1");
}

TEST(RxCalls, AreEncrypted) {
  WrittenCapture capture;
  capture.ip(asked(rx({.security = 2}, "\x8f\x12\x9b\x77 and so on")))
      .ip(answered(rx({.flags = kLast, .security = 2}, "anything")))
      .ip(asked(rx({.call = 2, .security = 2}, get_status())))  // rxkad at the level `clear`
      .ip(answered(rx({.call = 2, .flags = kLast, .security = 2}, status())));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported, {"version"}), "FetchStatus 1002..1003 #3 version=9\n");
  EXPECT_EQ(imported.skipped(), "Rx calls that are encrypted 1");
}

TEST(RxCalls, AreMatchedWhateverAddressAnswers) {
  WrittenCapture capture;
  capture.ip(request(1, get_status()))
      .ip(ipv4(2, 11, 17, udp(7000, 7001, rx({.flags = kLast}, status()))))
      // Without the first bit of the epoch, the client's address belongs to the connection.
      .ip(asked(rx({.epoch = 1}, get_status())))
      .ip(ipv4(12, 1, 17, udp(7001, 7000, rx({.epoch = 1}, big_32(153)))))
      .ip(ipv4(1, 12, 17, udp(7000, 7001, rx({.flags = kLast, .epoch = 1}, big_32(77) + big_32(0)))))
      .ip(answered(rx({.flags = kLast, .epoch = 1}, status())));
  EXPECT_EQ(events(imported_text(capture.bytes()), {"server"}),
            "FetchStatus 1000..1001 #1 server=10.0.0.1\nGetTime 1003..1004 #4 server=10.0.0.1\n"
            "FetchStatus 1002..1005 #3 server=10.0.0.1\n");
}

TEST(RxCalls, AreMadeByClientsWithNames) {
  WrittenCapture capture;
  capture.ip(request(1, get_status())).ip(reply(1, status()));
  ImportOptions options;
  options.clients = {{"c1", "10.0.0.11"}, {"s", "10.0.0.1"}};
  const Imported imported = imported_text(capture.bytes(), {}, options);
  EXPECT_EQ(imported.records.front().actor, "c1");
  EXPECT_EQ(*imported.records.front().arguments.find("server")->text(), "s");
  EXPECT_EQ(imported.header.system, "afs");
}

TEST(RxCalls, AreToldFromOtherDatagrams) {
  const auto between = [](std::uint16_t from, std::uint16_t to, std::string_view payload) {
    return ipv4(11, 1, 17, udp(from, to, payload));
  };
  WrittenCapture capture;
  capture.ip(between(7001, 7000, "hello"))
      .ip(between(7001, 7000, std::string(40, '\0')))
      .ip(between(53, 4000, rx({}, "no procedure of AFS")))
      .ip(between(9000, 9001, rx({}, get_status())))
      .ip(ipv4(1, 11, 17, udp(9001, 9000, rx({.flags = kLast}, status()))));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(events(imported), "FetchStatus 1003..1004 #4\n");
  EXPECT_EQ(imported.skipped(), "UDP packets of other protocols 3");
}

TEST(RxCalls, CountOtherPackets) {
  WrittenCapture capture;
  for (const std::uint8_t type : std::to_array<std::uint8_t>({2, 3, 5, 6, 7, 8, 9, 13}))
    capture.ip(asked(rx({.type = type}, std::string(8, '\0'))));
  EXPECT_EQ(imported_text(capture.bytes()).skipped(),
            "Rx ACK packets 1, Rx ACKALL packets 1, Rx BUSY packets 1, Rx CHALLENGE packets 1, "
            "Rx DEBUG packets 1, Rx PARAMS packets 1, Rx RESPONSE packets 1, Rx VERSION packets 1");
}

/// Offers packets from one client to one server.
void offer(afs::RxCalls& calls, const RxFields& fields, std::string_view body) {
  const std::string payload = rx(fields, body);
  packets::Packet packet;
  packet.payload = payload;
  calls.take(*afs::read_rx_header(payload), packet);
}

TEST(RxCalls, AreForgottenWhereTheyAreTooMany) {
  Ledger ledger;
  std::size_t over = 0;
  afs::RxCalls calls(ledger, [&](const afs::RxCall& /*call*/) { ++over; });
  constexpr std::uint32_t kMany = afs::RxCalls::kMostChannels + 10;
  for (std::uint32_t number = 1; number <= kMany; ++number) offer(calls, {.connection = number}, big_32(153));
  EXPECT_EQ(over, 10U);
  calls.finish();
  EXPECT_EQ(over, kMany);
  EXPECT_EQ(ledger.found_count(), kMany);
}

TEST(RxCalls, AreForgottenWhereTheyAreTooLarge) {
  Ledger ledger;
  std::size_t over = 0;
  afs::RxCalls calls(ledger, [&](const afs::RxCall& call) { over += call.request.held(); });
  const std::string part(60'000, 'x');
  constexpr std::uint32_t kParts = 1000;
  for (std::uint32_t connection = 1; connection <= 6; ++connection) {
    for (std::uint32_t sequence = 1; sequence <= kParts; ++sequence)
      offer(calls, {.sequence = sequence, .flags = kFromClient, .connection = connection}, part);
  }
  EXPECT_EQ(over, 2 * kParts * part.size());
  calls.finish();
  EXPECT_EQ(over, 6 * kParts * part.size());
}

}  // namespace
}  // namespace braid::import::test
