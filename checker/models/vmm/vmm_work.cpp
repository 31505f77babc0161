#include "braid/checker/models/vmm/vmm_work.h"

#include <initializer_list>

namespace braid::models {
namespace {

/// Writes the parts of one task.
class WorkCompiler {
 public:
  WorkCompiler(const VmmOptions& options, const ShadowsOfPage& shadows, VmmTask& task)
      : options_(options), shadows_(shadows), task_(task) {}

  void begin(std::uint32_t machine, std::uint32_t page, std::uint32_t other = kWholeMachine) {
    machine_ = machine;
    page_ = page;
    other_ = other;
    first_ = static_cast<std::uint32_t>(task_.parts.size());
    unlocked_ = 0;
  }
  void end() {
    const auto end = static_cast<std::uint32_t>(task_.parts.size());
    task_.items.push_back({first_, unlocked_ != 0 ? unlocked_ : end, end, page_, other_});
  }
  void add(WorkStep step, bool sole = false) {
    task_.parts.push_back(
        {step, page_, other_, machine_, static_cast<std::uint32_t>(task_.items.size()), sole, false});
  }
  /// What the item takes away is not wanted any more.
  void discard() {
    for (std::size_t part = first_; part < task_.parts.size(); ++part) task_.parts[part].discards = true;
  }
  /// Drops the pages from every shadow page table.
  void zap() {
    for (const std::uint32_t page : {page_, other_}) {
      if (page == kWholeMachine) continue;
      for (const std::uint32_t mapping : shadows_[page]) {
        add(WorkStep::zap);
        task_.parts.back().mapping = mapping;
      }
    }
    if (options_.zap_yield == ZapYield::unflushed) unlocked_ = static_cast<std::uint32_t>(task_.parts.size());
  }
  void flush() {
    zap();
    if (options_.free == FreeWhen::unflushed) return;
    add(WorkStep::request);
    if (options_.free == FreeWhen::acknowledged) add(WorkStep::wait);
  }
  /// Nobody has the page when this is done: not the pmap, no TLB.
  void invalidate(bool sole) {
    if (options_.invalidation == Invalidation::unmap_first) {
      add(WorkStep::unmap, sole);
      flush();
      return;
    }
    add(WorkStep::announce, sole);
    flush();
    add(WorkStep::retire);
  }
  void fill_and_map() {
    if (options_.zero != ZeroPages::after_map) add(WorkStep::fill);
    add(WorkStep::map);
    if (options_.zero != ZeroPages::after_map) return;
    unlocked_ = static_cast<std::uint32_t>(task_.parts.size());
    add(WorkStep::fill);
  }
  void migrate() {
    if (options_.copy == CopyWhen::before_flush) {
      add(WorkStep::allocate, true);
      add(WorkStep::copy);
      invalidate(false);
    } else {
      invalidate(true);
      add(WorkStep::allocate);
      add(WorkStep::copy);
    }
    add(WorkStep::map);
    add(WorkStep::release);
  }
  void share() {
    if (options_.compare == CopyWhen::before_flush) add(WorkStep::compare);
    add(WorkStep::protect);
    flush();
    if (options_.compare == CopyWhen::after_flush) add(WorkStep::compare);
    add(WorkStep::merge);
    add(WorkStep::release);
  }

 private:
  const VmmOptions& options_;
  const ShadowsOfPage& shadows_;
  VmmTask& task_;
  std::uint32_t machine_ = 0;
  std::uint32_t page_ = 0;
  std::uint32_t other_ = kWholeMachine;
  std::uint32_t first_ = 0;
  std::uint32_t unlocked_ = 0;
};

void destroy(std::uint32_t machine, const std::vector<std::uint32_t>& pages, WorkCompiler& compiler) {
  compiler.begin(machine, kWholeMachine);
  compiler.add(WorkStep::begin_end);
  compiler.end();
  for (const std::uint32_t page : pages) {
    compiler.begin(machine, page);
    compiler.invalidate(false);
    compiler.add(WorkStep::release);
    compiler.end();
  }
  compiler.begin(machine, kWholeMachine);
  compiler.add(WorkStep::reap);
  compiler.end();
}

}  // namespace

void compile_work(Work work, std::uint32_t machine, std::uint32_t page, std::uint32_t other,
                  const std::vector<std::uint32_t>& pages, const ShadowsOfPage& shadows,
                  const VmmOptions& options, VmmTask& task) {
  WorkCompiler compiler(options, shadows, task);
  if (work == Work::destroy) return destroy(machine, pages, compiler);
  compiler.begin(machine, page, other);
  switch (work) {
    case Work::reclaim:
      compiler.invalidate(true);
      compiler.add(WorkStep::page_out);
      compiler.add(WorkStep::release);
      break;
    case Work::balloon:
      compiler.invalidate(false);
      compiler.add(WorkStep::release);
      compiler.discard();
      break;
    case Work::give:
      compiler.add(WorkStep::allocate);
      compiler.fill_and_map();
      break;
    case Work::migrate:
      compiler.migrate();
      break;
    case Work::share:
      compiler.share();
      break;
    case Work::protect:
      compiler.add(WorkStep::protect);
      compiler.flush();
      break;
    case Work::zap:
      compiler.flush();
      break;
    case Work::destroy:
      break;
  }
  compiler.end();
}

}  // namespace braid::models
