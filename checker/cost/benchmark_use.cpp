#include "braid/checker/cost/benchmark_use.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "braid/checker/cost/ordered_run.h"
#include "braid/checker/cost/workload_prices.h"
#include "braid/checker/explore/internal_error.h"
#include "braid/tracer/notation.h"

namespace braid::cost {
namespace {

constexpr std::uint64_t kMostBlocks = 64;

/// The operations on one file, in order, each with its phase.
struct FileProgram {
  bool absent = false;
  std::uint64_t bytes = 0;
  std::vector<std::pair<AndrewPhase, std::string>> events;  ///< in the notation
};

FileProgram program_of(const AndrewBenchmark& benchmark, std::uint32_t object) {
  FileProgram program;
  const BenchmarkObject& of = benchmark.objects[object];
  program.bytes = of.bytes;
  program.absent = of.role != ObjectRole::source_directory && of.role != ObjectRole::source_file;
  for (const FileOperation& operation : benchmark.operations) {
    if (operation.object != object) continue;
    const auto add = [&](std::string text) { program.events.emplace_back(operation.phase, std::move(text)); };
    switch (operation.action) {
      case FileAction::make_directory:
        add("create f");
        break;
      case FileAction::list_directory:
        for (const char* event : {"open f", "read", "close"}) add(event);
        break;
      case FileAction::status:
        add("stat f");
        break;
      case FileAction::create:
        for (const char* event : {"create f", "open f"}) add(event);
        break;
      case FileAction::open:
        add("open f");
        break;
      case FileAction::read:
        add("read");
        break;
      case FileAction::write:
        add("write");
        break;
      case FileAction::close:
        add("close");
        break;
    }
  }
  return program;
}

/// A process for each phase, so that each can be priced by itself; they share the client's cache.
std::string text_of(const FileProgram& program, std::string_view system, const Sizes& sizes,
                    AndrewPhase measured) {
  const std::uint64_t blocks =
      std::clamp<std::uint64_t>((program.bytes + sizes.block - 1) / sizes.block, 1, kMostBlocks);
  std::string text =
      fmt::format("system {}\nfile f {}{}\n", priced_system(system), program.absent ? "absent" : "= 0",
                  blocks == 1 ? "" : fmt::format(" blocks {}", blocks));
  std::optional<AndrewPhase> phase;
  for (const auto& [of, event] : program.events) {
    text += phase == of ? ", " : fmt::format("{}client c.{}: ", phase ? "\n" : "", name_of(of));
    text += event;
    phase = of;
  }
  return fmt::format("{}\nmeasure c.{}\n", text, name_of(measured));
}

/// What programs of one shape cost, found once.
using Shape = std::tuple<std::string, std::uint64_t>;

void add_use(ServerUse& use, const Price& price, const Sizes& sizes, bool directory, std::uint32_t components,
             bool walks) {
  for (const MessageCount& of : price.messages) {
    MessageUse& kind = use.of(kind_of_message(of.name, directory));
    const std::uint64_t moved = of.bytes_to_server + of.bytes_to_client - 2 * of.calls * sizes.header;
    kind.calls += static_cast<double>(of.calls);
    kind.bytes += static_cast<double>(moved);
    if (!walks) continue;
    kind.components += static_cast<double>(of.calls * components);
    use.process_switches += static_cast<double>(of.calls);
  }
}

}  // namespace

MessageKind kind_of_message(std::string_view name, bool directory) {
  static const std::map<std::string_view, MessageKind> kKinds = {
      {"TestAuth", MessageKind::validate},
      {"FetchStatus", MessageKind::fetch_status},
      {"FetchData", MessageKind::fetch},
      {"StoreData", MessageKind::store},
      {"StoreStatus", MessageKind::store_status},
      {"CreateFile", MessageKind::change_names},
      {"MakeDir", MessageKind::change_names},
      {"Rename", MessageKind::change_names},
      {"RemoveFile", MessageKind::change_names},
      {"GetTime", MessageKind::fetch_status},
      {"Probe", MessageKind::callback},
      {"InitCallBackState", MessageKind::callback},
      {"StoreACL", MessageKind::store_status},
      {"ReleaseVolume", MessageKind::store},
      {"CallBack", MessageKind::callback},
      {"GiveUpCallBacks", MessageKind::give_up_callbacks},
      {"GETATTR", MessageKind::get_attributes},
      {"SETATTR", MessageKind::set_attributes},
      {"LOOKUP", MessageKind::lookup},
      {"READ", MessageKind::read},
      {"WRITE", MessageKind::write},
      {"COMMIT", MessageKind::commit},
      {"CREATE", MessageKind::change_entries},
      {"REMOVE", MessageKind::change_entries},
      {"RENAME", MessageKind::change_entries},
      {"OPEN", MessageKind::open},
      {"OPEN create", MessageKind::change_entries},
      {"CLOSE", MessageKind::close},
      {"LOCK", MessageKind::lock},
      {"LOCKU", MessageKind::lock},
      {"DELEGRETURN", MessageKind::close},
      {"RENEW", MessageKind::validate},
      {"RECLAIM", MessageKind::open},
      {"FREE_STATEID", MessageKind::lock},
      {"refused call", MessageKind::get_attributes},
      {"repeated call", MessageKind::get_attributes},
      {"CB_RECALL", MessageKind::recall},
  };
  const auto kind = kKinds.find(name);
  if (kind == kKinds.end()) throw explore::InternalError(fmt::format("no service time is known of {}", name));
  return directory && kind->second == MessageKind::read ? MessageKind::read_directory : kind->second;
}

BenchmarkUse benchmark_use(const AndrewBenchmark& benchmark, std::string_view system, const Sizes& sizes) {
  BenchmarkUse result;
  result.system = system;
  const bool walks = system.substr(0, system.find(' ')) == "afs1";
  std::map<Shape, Price> known;
  for (std::uint32_t object = 0; object < benchmark.objects.size(); ++object) {
    const FileProgram program = program_of(benchmark, object);
    if (program.events.empty()) continue;
    const BenchmarkObject& of = benchmark.objects[object];
    const bool directory = of.role == ObjectRole::source_directory || of.role == ObjectRole::target_directory;
    Sizes own = sizes;
    own.block = std::max<std::uint64_t>(1, std::min(sizes.block, program.bytes));
    std::optional<AndrewPhase> last;
    for (const auto& [phase, event] : program.events) {
      if (last == phase) continue;
      last = phase;
      const std::string text = text_of(program, system, sizes, phase);
      const auto [found, fresh] = known.try_emplace(Shape{text, own.block});
      if (fresh) found->second = price_workload("Andrew benchmark", text, system, {}, own).runs.front().total;
      result.phases[static_cast<std::size_t>(phase)] += found->second;
      result.total += found->second;
      add_use(result.use, found->second, own, directory, of.components, walks);
    }
  }
  return result;
}

}  // namespace braid::cost
