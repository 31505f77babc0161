#include "braid/tracer/recording/guest_program.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::recording {
namespace {

constexpr std::uint64_t kPageBytes = 4096;

/// Behind all numbers of frames.
constexpr std::uint64_t kNoFrame = std::uint64_t{1} << 52U;

}  // namespace

GuestProgram::GuestProgram(std::span<const GuestMoment> moments, GuestHost host) : host_(std::move(host)) {
  find_pages(moments);
  for (const GuestMoment& moment : moments) take(moment);
  resolve_tables();
}

/// Which pages the programs use, and which frames these have at first.
void GuestProgram::find_pages(std::span<const GuestMoment> moments) {
  for (const GuestMoment& moment : moments) {
    if (moment.effect == Effect::access || moment.effect == Effect::system_call ||
        moment.effect == Effect::translation) {
      names_.add(moment.actor);
      Machine& machine = machines_[moment.actor];
      machine.has_frames |= moment.machine_frame.has_value();
      if (moment.guest_frame && machine.pages.try_emplace(*moment.guest_frame, machine.page_count).second)
        ++machine.page_count;
    }
  }
  for (auto& [actor, machine] : machines_) {
    for (const auto& [guest_frame, page] : machine.pages) {
      if (const auto frame = host_.frame(actor, guest_frame)) machine.frames[page] = *frame;
    }
    machine.has_frames |= !machine.frames.empty();
  }
}

void GuestProgram::take(const GuestMoment& moment) {
  if (moment.start) {
    if (!first_) first_ = moment.start;
    last_ = moment.start;
  }
  if (moment.counts()) ++counted_;
  const std::vector<std::uint64_t> zapped = host_.take(moment);
  switch (moment.effect) {
    case Effect::access:
      access(moment, false);
      break;
    case Effect::translation:
      access(moment, true);
      break;
    case Effect::system_call:
      add_word(process_of(moment).words, "syscall");
      ++instructions_;
      break;
    case Effect::unmap: {
      std::vector<std::uint64_t> guest_frames;
      for (const auto& [guest_frame, page] : machines_[moment.actor].pages) {
        const auto holds = [frame = guest_frame](const GuestMoment::Range& range) {
          return frame >= range.first && frame - range.first < range.frames;
        };
        if (std::any_of(moment.ranges.begin(), moment.ranges.end(), holds))
          guest_frames.push_back(guest_frame);
      }
      work(moment, "reclaim", guest_frames);
      break;
    }
    case Effect::zap:
    case Effect::zap_all:
      work(moment, "zap", zapped);
      break;
    case Effect::change:
      if (machines_.contains(moment.to) && moment.to != moment.actor) {
        ++switches_;
      } else {
        leave_out("switch from or to what has no program");
      }
      break;
    case Effect::shadow:
      leave_out("shadow");
      break;
    case Effect::none:
      leave_out(moment.left_out);
      break;
  }
}

void GuestProgram::access(const GuestMoment& moment, bool is_translation) {
  Process& process = process_of(moment);
  const auto [virtual_page, first] =
      process.virtual_pages.try_emplace(moment.page, process.virtual_pages.size());
  std::optional<std::uint64_t>& entry = process.table[virtual_page->second];
  if (moment.guest_frame) {
    if (entry && *entry != *moment.guest_frame) {
      leave_out("changes of a guest's page table");
    } else {
      entry = moment.guest_frame;
    }
  }
  if (moment.level > 1) ++large_;
  const bool same = !first && process.page == moment.page;
  if (is_translation && process.missed && same) {
    process.missed = false;
    process.instruction.reset();
    leave_out("hits of what missed before");
    return;
  }
  if (same && moment.instruction && process.instruction == moment.instruction) {
    leave_out("further misses of one instruction");
    return;
  }
  process.page = moment.page;
  process.instruction = moment.instruction;
  process.missed = moment.instruction.has_value();
  add_word(process.words,
           fmt::format("{} {:#x}", moment.writes ? "store" : "load", virtual_page->second * kPageBytes));
  ++instructions_;
}

void GuestProgram::work(const GuestMoment& moment, std::string_view what,
                        std::span<const std::uint64_t> guest_frames) {
  const auto found = machines_.find(moment.actor);
  std::set<std::uint64_t> pages;
  if (found != machines_.end()) {
    for (const std::uint64_t guest_frame : guest_frames) {
      const auto page = found->second.pages.find(guest_frame);
      if (page != found->second.pages.end()) pages.insert(page->second);
    }
  }
  if (pages.empty()) {
    leave_out(fmt::format("{} of no page that is used", what == "zap" ? "zap" : "unmap"));
    return;
  }
  Machine& machine = found->second;
  if (!machine.work_cpu) machine.work_cpu = moment.cpu;
  for (const std::uint64_t page : pages)
    add_word(machine.work, fmt::format("{} {}.{:#x}", what, names_.name_of(moment.actor), page));
}

GuestProgram::Process& GuestProgram::process_of(const GuestMoment& moment) {
  Machine& machine = machines_[moment.actor];
  const auto [found, added] = machine.processes.try_emplace(moment.thread);
  Process& process = found->second;
  if (added) {
    process.name = fmt::format("p{}", machine.order.size());
    process.cpu = moment.cpu;
    machine.order.push_back(moment.thread);
  } else if (moment.cpu && process.cpu != moment.cpu) {
    ++moves_;
  }
  return process;
}

void GuestProgram::add_word(std::string& words, const std::string& word) {
  words += words.empty() ? "" : ", ";
  words += word;
}

/// Pages of which no translation was seen are pages of their own.
void GuestProgram::resolve_tables() {
  for (auto& [actor, machine] : machines_) {
    for (auto& [thread, process] : machine.processes) {
      for (auto& [virtual_page, entry] : process.table) {
        if (!entry) entry = kNoFrame + machine.page_count;
        if (machine.pages.try_emplace(*entry, machine.page_count).second) ++machine.page_count;
      }
    }
  }
}

std::uint64_t GuestProgram::cpu_number(std::optional<std::uint64_t> cpu) {
  return cpus_.try_emplace(cpu.value_or(0), cpus_.size()).first->second;
}

std::string GuestProgram::pmap_text(const std::string& actor, Machine& machine) {
  std::vector<std::uint64_t> guest_frames(machine.page_count, kNoFrame);
  for (const auto& [guest_frame, page] : machine.pages) guest_frames[page] = guest_frame;
  std::string text;
  std::string comment;
  for (std::uint64_t page = 0; page < machine.page_count; ++page) {
    const auto frame = machine.frames.find(page);
    if (frame == machine.frames.end() && machine.has_frames) {
      ++without_frames_;
      ++frame_count_;  // the one that it gets
      add_word(text, fmt::format("{}->none", page));
    } else {
      if (frame == machine.frames.end()) ++of_their_own_;
      std::uint64_t number = machine_frames_.size();
      if (frame != machine.frames.end() && !machine_frames_.try_emplace(frame->second, number).second) {
        ++unshared_;
        number = machine_frames_.size();
      }
      // A key of no machine frame, where the recording tells of none, or of one that another page has.
      if (frame == machine.frames.end() || number == machine_frames_.size())
        machine_frames_.emplace(kNoFrame + number, number);
      ++frame_count_;
      add_word(text, fmt::format("{}->{}", page, number));
    }
    if (guest_frames[page] < kNoFrame)
      add_word(comment, fmt::format("{} is {:#x}", page, guest_frames[page]));
  }
  const std::string& vm = names_.name_of(actor);
  if (!comment.empty()) comment = fmt::format("# Guest frames of {}: {}\n", vm, comment);
  return fmt::format("{}vm {}: {}\n", comment, vm, text);
}

std::string GuestProgram::process_text(const std::string& vm, const Machine& machine) {
  std::string text;
  for (const std::uint64_t thread : machine.order) {
    const Process& process = machine.processes.at(thread);
    std::string table;
    for (const auto& [virtual_page, entry] : process.table)
      add_word(table, fmt::format("{}->{}", virtual_page, machine.pages.at(entry.value_or(0))));
    if (!table.empty()) text += fmt::format("space {}.{}: {}\n", vm, process.name, table);
    text +=
        fmt::format("process {}.{} on {}: {}\n", vm, process.name, cpu_number(process.cpu), process.words);
  }
  if (!machine.work.empty()) {
    std::string task = "host_" + vm;
    while (!taken_.insert(task).second) task += "_";
    text += fmt::format("task {} on {}: {}\n", task, cpu_number(machine.work_cpu), machine.work);
  }
  return text;
}

std::string GuestProgram::text(std::string_view system) {
  std::string machines;
  std::string programs;
  for (const auto& [actor, vm] : names_.names()) {
    Machine& machine = machines_.at(actor);
    if (machine.page_count == 0) machine.page_count = 1;  // a machine has memory
    machines += pmap_text(actor, machine);
    programs += process_text(vm, machine);
  }
  // One is free, so that pages can move.
  std::string text = fmt::format("system {}\nmachine frames={} cpus={}\n{}{}", system, frame_count_ + 1,
                                 cpus_.size(), machines, programs);
  std::map<std::uint64_t, std::uint64_t> on_cpu;
  for (const auto& [actor, machine] : machines_) {
    for (const auto& [thread, process] : machine.processes) ++on_cpu[process.cpu.value_or(0)];
  }
  const bool shared =
      std::any_of(on_cpu.begin(), on_cpu.end(), [](const auto& cpu) { return cpu.second > 1; });
  if (switches_ > 0 && shared) text += fmt::format("faults switch<={}\n", switches_);
  return text;
}

std::vector<std::string> GuestProgram::remarks() const {
  std::vector<std::string> remarks;
  remarks.push_back(
      fmt::format("a program of {} recorded events{}", counted_,
                  first_ ? fmt::format(", from {} to {}", to_string(*first_), to_string(*last_)) : ""));
  std::string skipped;
  for (const auto& [kind, count] : left_out_)
    skipped += fmt::format("{}{} {}", skipped.empty() ? "" : ", ", count, kind);
  if (!skipped.empty()) remarks.push_back("left out, since the model has no such step: " + skipped);
  const auto tell = [&](std::uint64_t count, const char* what) {
    if (count > 0) remarks.push_back(fmt::format("{} {}", count, what));
  };
  tell(without_frames_, "pages begin without a frame, since none was seen before");
  tell(of_their_own_, "pages begin with frames of their own, since the recording tells of none");
  tell(unshared_, "pages begin with frames of their own, although they shared one");
  tell(large_, "large pages are taken for their first page");
  tell(moves_, "events of a process on another CPU than its first are taken to be on that");
  return remarks;
}

}  // namespace braid::recording
