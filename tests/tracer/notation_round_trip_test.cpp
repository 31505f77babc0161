// to_notation: what it writes is read back, and looks as a person would write it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "braid/tracer/load.h"
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

Rights random_rights(Random& random) {
  return {below(random, 2) == 0, below(random, 2) == 0, below(random, 2) == 0};
}

std::string random_user(Random& random) {
  return one_of(random, {"ann", "bob", "claims", "none", "c0", "a"});
}

/// An event without a descriptor; of a kind that `trace` has what it takes for.
Event random_file_event(Random& random, const Trace& trace) {
  Event event;
  event.file = static_cast<std::uint32_t>(below(random, trace.files.size()));
  event.operation = static_cast<Operation>(4 + below(random, 12));
  if (event.operation == Operation::rename && trace.files.size() > 1) {
    event.replaced = static_cast<std::uint32_t>((event.file + 1) % trace.files.size());
  } else if (event.operation == Operation::release && !trace.volumes.empty()) {
    event.file = static_cast<std::uint32_t>(below(random, trace.volumes.size()));
  } else if (event.operation == Operation::setacl && !trace.directories.empty()) {
    event.file = static_cast<std::uint32_t>(below(random, trace.directories.size()));
    event.user = random_user(random);
    event.rights = random_rights(random);
  } else if (event.operation >= Operation::rename && event.operation < Operation::makedir) {
    event.operation = Operation::stat;
  } else if (event.operation == Operation::fsync) {  // has a descriptor
    event.operation = Operation::stat;
  }
  return event;
}

Actor random_actor(Random& random, std::string name, const Trace& trace) {
  static const char* const kDescriptors[] = {"a", "b", "1", "2", "007", "open", "_"};
  Actor actor;
  actor.name = std::move(name);
  std::vector<std::uint32_t> file_of;  // by descriptor
  std::vector<std::uint32_t> open;
  for (std::size_t events = below(random, 40); events > 0; --events) {
    if (below(random, 4) == 0) {
      actor.events.push_back(random_file_event(random, trace));
      continue;
    }
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
      event.file = file_of[number] = static_cast<std::uint32_t>(below(random, trace.files.size()));
      open.push_back(event.descriptor);
      event.truncates = below(random, 4) == 0;
    } else {
      const std::size_t place = below(random, open.size());
      event.descriptor = open[place];
      event.file = file_of[event.descriptor];
      if (below(random, 8) == 0) event.operation = Operation::fsync;
      const bool transfers = event.operation == Operation::read || event.operation == Operation::write;
      if (transfers && below(random, 2) == 0) {
        event.one_block = true;
        event.block = static_cast<std::uint32_t>(below(random, trace.files[event.file].blocks));
        event.unaligned = event.operation == Operation::write && below(random, 3) == 0;
      }
      if (event.operation == Operation::close) open.erase(open.begin() + static_cast<std::ptrdiff_t>(place));
    }
    actor.events.push_back(event);
  }
  return actor;
}

void add_random_files(Random& random, Trace& trace) {
  static const char* const kContents[] = {"0", "c0#1", "-", "x.y", "+1-2", "a", "absent"};
  static const char* const kNumbers[] = {"0", "7", "4611686018427387903"};
  static const char* const kNames[] = {"a", "b", "file_1", "_", "absent"};
  for (std::size_t i = 0, count = 1 + below(random, 5); i < count; ++i) {
    File file{kNames[i], {}};
    file.absent = below(random, 4) == 0;
    if (!file.absent) {
      file.contents = trace.values == Values::counter ? one_of(random, kNumbers) : one_of(random, kContents);
      if (below(random, 3) == 0) file.blocks = static_cast<std::uint32_t>(1 + below(random, 64));
    }
    trace.files.push_back(file);
  }
}

/// Volumes and directories that share out the files, from the last to the first.
void add_random_groups(Random& random, Trace& trace) {
  for (auto file = static_cast<std::uint32_t>(trace.files.size()); file-- > 0;) {
    if (below(random, 3) == 0) trace.volumes.push_back({"v" + std::to_string(file), {}});
    if (!trace.volumes.empty()) trace.volumes.back().files.push_back(file);
    if (below(random, 3) == 0) {
      trace.directories.push_back({"d" + std::to_string(file), {}, {}, {}});
      for (const char* user : {"ann", "rw", "d0"}) {
        if (below(random, 2) == 0) trace.directories.back().acl.push_back({user, random_rights(random)});
      }
    }
    if (!trace.directories.empty()) trace.directories.back().files.push_back(file);
  }
}

void add_random_actors(Random& random, Trace& trace) {
  for (std::size_t i = 0, count = 1 + below(random, 4); i < count; ++i) {
    const std::string client = "c" + std::to_string(i);
    if (below(random, 2) == 0) {
      trace.actors.push_back(random_actor(random, client, trace));
    } else {
      trace.actors.push_back(random_actor(random, client + ".editor", trace));
      if (below(random, 2) == 0) trace.actors.push_back(random_actor(random, client + ".a", trace));
    }
    if (below(random, 2) == 0) {
      const std::string user = random_user(random);
      trace.users.push_back({client, user, below(random, 2) == 0 ? user : random_user(random)});
    }
    for (std::uint32_t path = 0; path < trace.files.size(); ++path) {
      if (below(random, 4) != 0) continue;
      const auto file = static_cast<std::uint32_t>(below(random, trace.files.size()));
      trace.mounts.push_back({client, path, file, {}});
    }
  }
}

Trace random_trace(Random& random) {
  static const char* const kFormulas[] = {
      "x", "c0.read1 = c0#1", "a\n  or b", "a\n\n\n\tor b and\n c", "(\"q\" != 1)", ":"};
  Trace trace;
  trace.system = one_of(random, {"afs2", "nfs4", "x-y_z"});
  if (below(random, 2) == 0)
    trace.options.push_back({"reopen", one_of(random, {"keep", "replace", "1.5"}), {}});
  if (below(random, 2) == 0) trace.options.push_back({"granularity", "operation", {}});
  trace.values = below(random, 2) == 0 ? Values::counter : Values::writer;
  add_random_files(random, trace);
  add_random_groups(random, trace);
  add_random_actors(random, trace);
  if (below(random, 3) == 0) trace.faults.push_back({"server-crash", random(), {}});
  if (below(random, 3) == 0) trace.faults.push_back({"tick", below(random, 3), {}});
  for (const char* property : {"progress", "close-to-open", "x"}) {
    if (below(random, 3) == 0) trace.expectations.push_back({property, below(random, 2) == 0, {}});
  }
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

TEST(NotationRoundTrip, OfTheTracesOfTheTree) {
  int traces = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(BRAID_TRACES_DIR)) {
    if (entry.path().extension() != ".trace") continue;
    const Trace trace = load_trace(entry.path());
    EXPECT_TRUE(same_trace(trace, parse_notation("t", to_notation(trace)))) << entry.path();
    ++traces;
  }
  EXPECT_GT(traces, 0);
}

TEST(NotationWriter, LeavesOutWhatCanBeLeftOut) {
  const std::string text =
      "system afs2 reopen=keep\n"
      "values counter\n"
      "file a = 0\n"
      "file b = 1\n"
      "file e absent\n"
      "volume v: b, a\n"
      "directory d: e, b\n"
      "acl d: ann r, bob w, eve rw, r none\n"
      "directory f: a\n"
      "user c1 = ann\n"
      "user c0 = bob claims ann\n"
      "client c0: open a, write, open b as 2, read a, stat b, close 2, close\n"
      "client c1.editor: create e, flush a, rename e a, release v, setacl f bob none\n"
      "client c1.shell:\n"
      "faults tick<=3 loss<=1\n"
      "expect close-to-open violated\n"
      "expect progress holds\n"
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

TEST(NotationWriter, NamesWhatTheNotationCannotSay) {
  const Trace good = parse_notation("t",
                                    "system s\nfile a absent, b = 0\nvolume v: a\ndirectory d: a\n"
                                    "acl d: ann r\nuser c0 = ann\nclient c0.x: rename a b, setacl d ann r\n"
                                    "expect progress holds\n");
  EXPECT_NO_THROW(static_cast<void>(to_notation(good)));
  const auto refusal = [&](auto change) -> std::string {
    Trace trace = good;
    change(trace);
    try {
      return to_notation(trace);
    } catch (const std::invalid_argument& error) {
      const std::string prefix = "the notation cannot say ";
      const std::string message = error.what();
      return message.substr(0, prefix.size()) == prefix ? message.substr(prefix.size()) : message;
    }
  };
  EXPECT_EQ(refusal([](Trace& trace) { trace.files[0].contents = "x"; }),
            "the contents of an absent file, `x`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.volumes[0].name = "user"; }), "volume `user`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.volumes[0].files.clear(); }), "the empty volume `v`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.directories[0].name = "d.e"; }), "directory `d.e`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.directories[0].files.clear(); }), "the empty directory `d`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.directories[0].acl[0].user = "1"; }), "user `1`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.users[0].client = "c0.x"; }), "client `c0.x`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.users[0].name = ""; }), "user ``");
  EXPECT_EQ(refusal([](Trace& trace) { trace.users[0].claims = "a b"; }), "user `a b`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.actors[0].events[1].user = "acl"; }), "user `acl`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.actors[0].events[0].replaced = 0; }),
            "the rename to itself of file `a`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.actors[0].events[0].result = "ok"; }),
            "the times or the result of an event of `c0.x`");
  EXPECT_EQ(refusal([](Trace& trace) { trace.expectations[0].property = "p.q"; }), "property `p.q`");
  for (const char* name : {"c0.", ".x", "c0.x.y", "c0.read", "user.x", "c0.1"}) {
    EXPECT_EQ(refusal([&](Trace& trace) { trace.actors[0].name = name; }),
              "client `" + std::string(name) + "`");
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
