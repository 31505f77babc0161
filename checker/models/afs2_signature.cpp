// The observables, sets and events of afs2.
#include <fmt/format.h>

#include "braid/checker/models/afs2.h"
#include "braid/checker/models/afs2_plan.h"

namespace braid::models {
namespace {

using Kind = explore::ValueType;

void add_cache_observables(explore::Signature& signature, const std::string& client, const std::string& file,
                           const explore::Observable& contents, std::int64_t greatest_open) {
  const std::string cache = fmt::format("{}.cache.{}.", client, file);
  const auto flag = [&](std::string_view name, std::string meaning) {
    signature.observables.push_back(
        {cache + std::string(name), Kind::boolean, 0, 1, false, std::move(meaning)});
  };
  const auto content = [&](std::string_view name, std::string meaning) {
    explore::Observable observable = contents;
    observable.name = cache + std::string(name);
    observable.least = -1;
    observable.optional = true;
    observable.meaning = std::move(meaning);
    signature.observables.push_back(std::move(observable));
  };
  flag("present", "the file is in the client's cache");
  flag("valid", "the cached copy has not been called back");
  flag("trusted", "the client would use the cached copy without asking the server");
  flag("dirty", "the cached copy was written and not stored since");
  signature.observables.push_back({cache + "refs", Kind::integer, -greatest_open, greatest_open, false,
                                   "the reference count of the cached copy"});
  content("data", "what the cached copy holds; of no meaning when it is not present");
  content("version", "the version of the cached copy, named by the write that it holds");
}

}  // namespace

explore::Signature Afs2::signature(const Trace& trace) {
  static_cast<void>(afs2_options(trace));
  const Afs2Contents contents = afs2_contents(trace);
  const Afs2Usages usages = afs2_usages(trace);
  explore::Signature signature;
  signature.system = "afs2";
  signature.contents = contents.names;
  signature.sets = {{"clients", {}}, {"files", {}}};
  for (const Actor& actor : trace.actors) signature.sets[0].members.push_back(actor.name);
  for (const File& file : trace.files) signature.sets[1].members.push_back(file.name);
  signature.events = {{"open", {0, 1}, "a client opens a file"},
                      {"read", {0, 1}, "a client reads a file that it has open"},
                      {"write", {0, 1}, "a client writes a file that it has open"},
                      {"close", {0, 1}, "a client closes one of its descriptors of a file"},
                      {"call_open", {0, 1}, "a client begins to open a file"},
                      {"call_close", {0, 1}, "a client begins to close one of its descriptors of a file"}};
  const auto content_of = [&](std::size_t file) {
    explore::Observable observable;
    observable.type = contents.counter ? Kind::integer : Kind::content;
    observable.least = contents.least[file];
    observable.greatest = contents.greatest[file];
    return observable;
  };
  const auto add = [&](explore::Observable observable, std::string name, std::string meaning) {
    observable.name = std::move(name);
    observable.meaning = std::move(meaning);
    signature.observables.push_back(std::move(observable));
  };
  for (std::size_t file = 0; file < trace.files.size(); ++file) {
    const std::string& name = trace.files[file].name;
    add(content_of(file), "server." + name, "what the server's file holds");
    add(content_of(file), "server.version." + name,
        "the version of the server's file, named by the write that it holds");
  }
  for (std::size_t client = 0; client < trace.actors.size(); ++client) {
    const std::string& name = trace.actors[client].name;
    for (std::size_t file = 0; file < trace.files.size(); ++file) {
      const std::string& file_name = trace.files[file].name;
      const auto usage = usages[client].find(static_cast<std::uint32_t>(file));
      const std::int64_t open = usage == usages[client].end() ? 0 : usage->second.greatest_open;
      add({{}, Kind::boolean, 0, 1, false, {}}, fmt::format("callbacks.{}.{}", name, file_name),
          "the server would call this client back when the file is stored");
      add({{}, Kind::boolean, 0, 1, false, {}}, fmt::format("break_pending.{}.{}", name, file_name),
          "a callback is on its way to the client; never at operation granularity");
      add({{}, Kind::integer, 0, open, false, {}}, fmt::format("{}.open.{}", name, file_name),
          "descriptors of the file that the client has open");
      add_cache_observables(signature, name, file_name, content_of(file), open);
    }
    std::size_t reads = 0;
    for (const Event& event : trace.actors[client].events) {
      if (event.operation != Operation::read) continue;
      explore::Observable read = content_of(event.file);
      read.least = -1;
      read.optional = true;
      read.history = true;
      add(read, fmt::format("{}.read{}", name, ++reads), "what the client's read returned");
    }
  }
  return signature;
}

}  // namespace braid::models
