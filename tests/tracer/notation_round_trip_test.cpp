// to_notation: what it writes is read back, and looks as a person would write it.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "braid/tracer/notation.h"
#include "same_trace.h"

namespace braid {
namespace {

using Random = std::mt19937_64;  // whose numbers the C++ standard fixes

std::size_t below(Random& random, std::size_t bound) {
  return static_cast<std::size_t>(random() % bound);
}

template <std::size_t Count>
std::string one_of(Random& random, const char* const (&words)[Count]) {
  return words[below(random, Count)];
}

Actor random_actor(Random& random, std::string name, std::size_t files) {
  static const char* const kDescriptors[] = {"a", "b", "1", "2", "007", "open", "_"};
  Actor actor;
  actor.name = std::move(name);
  std::vector<std::uint32_t> file_of;  // by descriptor
  std::vector<std::uint32_t> open;
  for (std::size_t events = below(random, 40); events > 0; --events) {
    Event event;
    event.operation = static_cast<Operation>(below(random, 4));
    if (event.operation == Operation::open || open.empty()) {
      event.operation = Operation::open;
      const std::string descriptor = one_of(random, kDescriptors);
      std::size_t number = 0;
      while (number < actor.descriptors.size() && actor.descriptors[number] != descriptor) ++number;
      event.descriptor = static_cast<std::uint32_t>(number);
      if (std::find(open.begin(), open.end(), event.descriptor) != open.end()) continue;
      if (number == actor.descriptors.size()) {
        actor.descriptors.push_back(descriptor);
        file_of.push_back(0);
      }
      event.file = file_of[number] = static_cast<std::uint32_t>(below(random, files));
      open.push_back(event.descriptor);
    } else {
      const std::size_t place = below(random, open.size());
      event.descriptor = open[place];
      event.file = file_of[event.descriptor];
      if (event.operation == Operation::close) open.erase(open.begin() + static_cast<std::ptrdiff_t>(place));
    }
    actor.events.push_back(event);
  }
  return actor;
}

Trace random_trace(Random& random) {
  static const char* const kContents[] = {"0", "c0#1", "-", "x.y", "+1-2", "a"};
  static const char* const kNumbers[] = {"0", "7", "4611686018427387903"};
  static const char* const kFormulas[] = {
      "x", "c0.read1 = c0#1", "a\n  or b", "a\n\n\n\tor b and\n c", "(\"q\" != 1)", ":"};
  static const char* const kNames[] = {"a", "b", "file_1", "_", "A"};
  Trace trace;
  trace.system = one_of(random, {"afs2", "nfs4", "x-y_z"});
  if (below(random, 2) == 0)
    trace.options.push_back({"reopen", one_of(random, {"keep", "replace", "1.5"}), {}});
  if (below(random, 2) == 0) trace.options.push_back({"granularity", "operation", {}});
  trace.values = below(random, 2) == 0 ? Values::counter : Values::writer;
  const std::size_t files = 1 + below(random, 5);
  for (std::size_t i = 0; i < files; ++i) {
    trace.files.push_back(
        {kNames[i], trace.values == Values::counter ? one_of(random, kNumbers) : one_of(random, kContents)});
  }
  for (std::size_t i = 0, count = 1 + below(random, 4); i < count; ++i) {
    trace.actors.push_back(random_actor(random, std::string("c").append(std::to_string(i)), files));
  }
  if (below(random, 3) == 0) trace.faults.push_back({"server-crash", random(), {}});
  if (below(random, 3) == 0) trace.faults.push_back({"tick", below(random, 3), {}});
  for (std::size_t count = below(random, 4); count > 0; --count) {
    trace.conditions.push_back({static_cast<ConditionKind>(below(random, 4)), one_of(random, kFormulas), {}});
  }
  return trace;
}

TEST(NotationRoundTrip, OfRandomTraces) {
  Random random(20240607);
  for (int i = 0; i < 3000; ++i) {
    const Trace trace = random_trace(random);
    const std::string text = to_notation(trace);
    const Trace again = parse_notation("t", text);
    ASSERT_TRUE(same_trace(trace, again)) << text;
    ASSERT_EQ(to_notation(again), text);
  }
}

TEST(NotationWriter, LeavesOutWhatCanBeLeftOut) {
  const std::string text =
      "system afs2 reopen=keep\n"
      "values counter\n"
      "file a = 0\n"
      "file b = 1\n"
      "client c0: open a, write, open b as 2, read a, close 2, close\n"
      "client c1:\n"
      "faults tick<=3 loss<=1\n"
      "exists: c0.read1 = 1\n"
      "always: x or\n"
      "  y\n";
  EXPECT_EQ(to_notation(parse_notation("t", text)), text);
}

TEST(NotationWriter, BreaksLongLines) {
  std::string text = "system s\nfile a = 0\nclient c0: open a";
  for (int i = 0; i < 1000; ++i) text += ", write";
  const Trace trace = parse_notation("t", text);
  const std::string written = to_notation(trace);
  EXPECT_TRUE(same_trace(trace, parse_notation("t", written)));
  for (std::size_t begin = 0; begin < written.size();) {
    const std::size_t end = written.find('\n', begin);
    EXPECT_LE(end - begin, 101U) << written.substr(begin, end - begin);
    begin = end + 1;
  }
}

TEST(NotationWriter, RefusesWhatTheNotationCannotSay) {
  const Trace good =
      parse_notation("t", "system s a=1\nfile a = 0\nclient c0: open a, read\nfaults f<=1\nexists: x\n");
  const auto refuses = [&](auto change) {
    Trace trace = good;
    change(trace);
    EXPECT_THROW(static_cast<void>(to_notation(trace)), std::invalid_argument);
  };
  EXPECT_NO_THROW(static_cast<void>(to_notation(good)));
  refuses([](Trace& trace) { trace.actors.clear(); });
  refuses([](Trace& trace) { trace.system = ""; });
  refuses([](Trace& trace) { trace.options[0].name = "a b"; });
  refuses([](Trace& trace) { trace.options[0].value = "#1"; });
  refuses([](Trace& trace) { trace.files[0].name = "server"; });
  refuses([](Trace& trace) { trace.files[0].contents = "two words"; });
  refuses([](Trace& trace) { trace.files[0].contents = ""; });
  refuses([](Trace& trace) { trace.actors[0].name = "c 0"; });
  refuses([](Trace& trace) { trace.actors[0].descriptors[0] = "as"; });
  refuses([](Trace& trace) { trace.actors[0].events[1].result = "0"; });
  refuses([](Trace& trace) { trace.actors[0].events[0].start = "0.5"; });
  refuses([](Trace& trace) { trace.actors[0].events.erase(trace.actors[0].events.begin()); });
  refuses([](Trace& trace) { trace.faults[0].name = "1"; });
  for (const char* formula :
       {"", " x", "x ", "#x", "x # y", "x\ny", "x\n client c1: y", "x\n\n", "x\r\n y", "x\x01"}) {
    refuses([&](Trace& trace) { trace.conditions[0].formula = formula; });
  }
}

TEST(NotationWriter, RefusesContentsThatWouldBeReadOtherwise) {
  Trace trace = parse_notation("t", "system s\nvalues counter\nfile a = 7\nclient c0:\n");
  for (const char* contents : {"007", "x", "4611686018427387904"}) {
    trace.files[0].contents = contents;
    EXPECT_THROW(static_cast<void>(to_notation(trace)), std::invalid_argument) << contents;
  }
}

}  // namespace
}  // namespace braid
