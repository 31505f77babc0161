#include "braid/checker/models/vmm/vmm_work.h"

#include <algorithm>

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
    for (std::size_t part = first_; part < task_.parts.size(); ++part) {
      if (task_.parts[part].skip == 0) task_.parts[part].skip = end;
    }
    task_.items.push_back({first_, unlocked_ != 0 ? unlocked_ : end, end, page_, other_, kept_});
  }
  void add(WorkStep step, bool sole = false) {
    WorkPart part;
    part.step = step;
    part.page = page_;
    part.other = other_;
    part.machine = machine_;
    part.item = static_cast<std::uint32_t>(task_.items.size());
    part.sole = sole;
    part.reach = page_;
    task_.parts.push_back(part);
  }
  void add(WorkStep step, FrameUse use, std::int64_t content = 0) {
    add(step, use == FrameUse::transfer);
    task_.parts.back().use = use;
    task_.parts.back().content = content;
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
  /// What the item changes of an entry, it writes where it has walked to.
  void walk(const WorkOrder& order) {
    for (std::size_t part = first_; order.joined && part < task_.parts.size(); ++part) {
      task_.parts[part].walks = true;
      task_.parts[part].content = order.content;
    }
  }
  void join(const WorkOrder& order) {
    if (options_.join == JoinLock::all_pages) kept_ = order.parts;
    add(WorkStep::join);
    add(WorkStep::release);
  }
  /// The item takes page tables, too.
  void take_any_type() {
    for (std::size_t part = first_; part < task_.parts.size(); ++part) task_.parts[part].any_type = true;
  }
  void flush() {
    zap();
    if (options_.free == FreeWhen::unflushed) return;
    add(WorkStep::request);
    if (options_.free == FreeWhen::acknowledged) add(WorkStep::wait);
  }
  /// An entry of its own can be changed.
  void split(std::uint32_t machine, std::uint32_t page) {
    add(WorkStep::split);
    task_.parts.back().machine = machine;
    task_.parts.back().page = page;
  }
  /// Nobody has the page when this is done: not the pmap, no TLB.
  void remove(const WorkOrder& order, bool sole) {
    const std::size_t first = task_.parts.size();
    if (order.large) split(machine_, page_);
    invalidate(sole);
    if (!order.large || options_.split == SplitCheck::checked) return;
    task_.parts[first].unchecked = true;
    task_.parts[first].sole = sole;
    task_.parts[first].skip = static_cast<std::uint32_t>(task_.parts.size());
  }
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
    unlock();
    add(WorkStep::fill);
  }
  void migrate(const WorkOrder& order) {
    if (options_.copy == CopyWhen::before_flush) {
      add(WorkStep::allocate, true);
      add(WorkStep::copy);
      remove(order, false);
    } else {
      remove(order, true);
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
  void pin() {
    const bool early = options_.type == TypeWhen::before_flush;
    add(early ? WorkStep::take_type : WorkStep::inspect);
    unlock();
    flush();
    for (std::size_t part = first_; part < task_.parts.size(); ++part)
      task_.parts[part].stamped = options_.stamp != FlushStamps::none;
    if (!early) add(WorkStep::take_type);
    add(WorkStep::validate);
  }
  void build() {
    add(WorkStep::check);
    unlock();
    add(WorkStep::connect);
    if (options_.build == DeviceBuild::rechecked) add(WorkStep::recheck);
    add(WorkStep::drive);
  }

  /// A page that is shared gets a frame of its own before it is written.
  void unshare() {
    const std::size_t first = task_.parts.size();
    add(WorkStep::unshare);
    add(WorkStep::copy);
    add(WorkStep::replace);
    flush();
    add(WorkStep::release);
    task_.parts[first].skip = static_cast<std::uint32_t>(task_.parts.size());
  }
  /// Between the look-up and the end of the use, the page is not locked.
  void write(FrameUse use, std::int64_t content) {
    add(WorkStep::look_up, use);
    unlocked_ = static_cast<std::uint32_t>(task_.parts.size());
    add(WorkStep::write, use, content);
    add(WorkStep::drop, use);
  }
  void grant(std::uint32_t receiver, std::uint32_t other) {
    add(WorkStep::protect, FrameUse::grant);
    flush();
    add(WorkStep::look_up, FrameUse::grant);
    end();
    receive(FrameUse::grant, receiver, other);
  }
  void transfer(std::uint32_t receiver, std::uint32_t other) {
    add(WorkStep::look_up, FrameUse::transfer);
    end();
    begin(machine_, page_);
    add(WorkStep::steal, FrameUse::transfer);
    const std::size_t first = task_.parts.size();
    flush();
    for (std::size_t part = first; part < task_.parts.size(); ++part) {
      if (options_.transfer_flush == TransferFlush::receiver) task_.parts[part].reach = other;
    }
    end();
    receive(FrameUse::transfer, receiver, other);
  }
  void send() {
    add(WorkStep::collect);
    flush();
    unlock();
    add(WorkStep::send);
    if (options_.log_clear == LogClear::after_copy) add(WorkStep::clear);
  }
  void age() {
    add(WorkStep::read_entry);
    unlock();
    add(WorkStep::write_entry);
  }

 private:
  /// From here on others work on the item's pages.
  void unlock() { unlocked_ = static_cast<std::uint32_t>(task_.parts.size()); }
  void receive(FrameUse use, std::uint32_t machine, std::uint32_t page) {
    begin(machine, page);
    add(WorkStep::receive, use);
  }

  const VmmOptions& options_;
  const ShadowsOfPage& shadows_;
  VmmTask& task_;
  std::uint32_t machine_ = 0;
  std::uint32_t page_ = 0;
  std::uint32_t other_ = kWholeMachine;
  std::vector<std::uint32_t> kept_;
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
    compiler.take_any_type();
    compiler.end();
  }
  compiler.begin(machine, kWholeMachine);
  compiler.add(WorkStep::reap);
  compiler.end();
}

}  // namespace

bool VmmTask::works_on(std::uint32_t page, std::uint32_t part) const {
  if (part >= parts.size()) return false;
  const WorkSpan& item = items[parts[part].item];
  const bool its = item.page == page || item.other == page ||
                   std::find(item.kept.begin(), item.kept.end(), page) != item.kept.end();
  return part > item.first && part < item.unlocked && its;
}

bool VmmTask::is_sending(std::uint32_t page, std::uint32_t part) const {
  if (part >= parts.size()) return false;
  const WorkSpan& item = items[parts[part].item];
  if (item.page != page || part == item.first) return false;
  return std::any_of(parts.begin() + part, parts.begin() + item.end,
                     [](const WorkPart& ahead) { return ahead.step == WorkStep::send; });
}

FrameUse use_of(Work work) {
  switch (work) {
    case Work::post:
      return FrameUse::post;
    case Work::grant:
      return FrameUse::grant;
    case Work::transfer:
      return FrameUse::transfer;
    case Work::attach:
      return FrameUse::device;
    default:
      return FrameUse::none;
  }
}

void compile_work(const WorkOrder& order, const ShadowsOfPage& shadows, const VmmOptions& options,
                  VmmTask& task) {
  WorkCompiler compiler(options, shadows, task);
  if (order.work == Work::destroy) return destroy(order.machine, order.pages, compiler);
  compiler.begin(order.machine, order.page, order.work == Work::share ? order.other : kWholeMachine);
  switch (order.work) {
    case Work::reclaim:
      compiler.remove(order, true);
      compiler.add(WorkStep::page_out);
      compiler.add(WorkStep::release);
      compiler.walk(order);
      break;
    case Work::balloon:
      compiler.remove(order, false);
      compiler.add(WorkStep::release);
      compiler.discard();
      compiler.walk(order);
      break;
    case Work::give:
      compiler.add(WorkStep::allocate);
      compiler.fill_and_map();
      break;
    case Work::migrate:
      compiler.migrate(order);
      compiler.walk(order);
      break;
    case Work::share:
      if (order.large) compiler.split(order.machine, order.page);
      if (order.other_large) compiler.split(order.receiver, order.other);
      compiler.share();
      break;
    case Work::protect:
      if (order.large) compiler.split(order.machine, order.page);
      compiler.add(WorkStep::protect);
      compiler.flush();
      compiler.walk(order);
      break;
    case Work::join:
      compiler.join(order);
      break;
    case Work::zap:
      compiler.flush();
      break;
    case Work::post:
    case Work::attach:
      if (order.may_be_shared && options.pin == WritePin::unshared) compiler.unshare();
      compiler.write(use_of(order.work), order.content);
      break;
    case Work::grant:
      if (order.large) compiler.split(order.machine, order.page);
      compiler.grant(order.receiver, order.other);
      break;
    case Work::transfer:
      if (order.large) compiler.split(order.machine, order.page);
      compiler.transfer(order.receiver, order.other);
      break;
    case Work::send:
      compiler.send();
      break;
    case Work::age:
      compiler.age();
      break;
    case Work::pin:
      compiler.pin();
      break;
    case Work::build:
      compiler.build();
      break;
    case Work::destroy:
      break;
  }
  compiler.end();
}

}  // namespace braid::models
