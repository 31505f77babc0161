// Which steps an item of the monitor's work consists of, in which order: what design decisions say.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_work.h"

namespace braid::models {

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
    const bool early = options_.type != TypeWhen::after_flush;
    add(early ? WorkStep::take_type : WorkStep::inspect);
    unlock();
    flush();
    for (std::size_t part = first_; part < task_.parts.size(); ++part) {
      task_.parts[part].stamped = options_.stamp != FlushStamps::none;
      task_.parts[part].judges = options_.type == TypeWhen::judged_late;
    }
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

}  // namespace braid::models
