// Whether two traces say the same; sources, texts and positions aside.
#pragma once

#include <algorithm>

#include "braid/tracer/trace.h"

namespace braid {

inline bool same_event(const Event& a, const Event& b) {
  return a.operation == b.operation && a.file == b.file && a.descriptor == b.descriptor &&
         a.block == b.block && a.one_block == b.one_block && a.truncates == b.truncates &&
         a.unaligned == b.unaligned && a.replaced == b.replaced && a.address == b.address &&
         a.space == b.space && a.page == b.page && a.renames == b.renames && a.user == b.user &&
         a.rights == b.rights && a.start == b.start && a.end == b.end && a.result == b.result;
}

inline bool same_actor(const Actor& a, const Actor& b) {
  return a.name == b.name && a.descriptors == b.descriptors && a.guest == b.guest && a.cpu == b.cpu &&
         std::equal(a.events.begin(), a.events.end(), b.events.begin(), b.events.end(), same_event);
}

inline bool same_option(const Option& a, const Option& b) {
  return a.name == b.name && a.value == b.value;
}

inline bool same_file(const File& a, const File& b) {
  return a.name == b.name && a.contents == b.contents && a.absent == b.absent && a.blocks == b.blocks;
}

inline bool same_volume(const Volume& a, const Volume& b) {
  return a.name == b.name && a.files == b.files;
}

inline bool same_directory(const Directory& a, const Directory& b) {
  const auto same_entry = [](const Directory::Entry& x, const Directory::Entry& y) {
    return x.user == y.user && x.rights == y.rights;
  };
  return a.name == b.name && a.files == b.files &&
         std::equal(a.acl.begin(), a.acl.end(), b.acl.begin(), b.acl.end(), same_entry);
}

inline bool same_user(const User& a, const User& b) {
  return a.client == b.client && a.name == b.name && a.claims == b.claims;
}

inline bool same_mount(const Mount& a, const Mount& b) {
  return a.client == b.client && a.path == b.path && a.file == b.file;
}

inline bool same_fault(const FaultBudget& a, const FaultBudget& b) {
  return a.name == b.name && a.limit == b.limit;
}

inline bool same_condition(const Condition& a, const Condition& b) {
  return a.kind == b.kind && a.formula == b.formula;
}

inline bool same_expectation(const Expectation& a, const Expectation& b) {
  return a.property == b.property && a.holds == b.holds;
}

inline bool same_machine(const std::optional<Machine>& a, const std::optional<Machine>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->frames == b->frames && a->cpus == b->cpus && a->tlb == b->tlb;
}

inline bool same_table(const std::vector<PageMapping>& a, const std::vector<PageMapping>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const PageMapping& x, const PageMapping& y) {
    return x.from == y.from && x.to == y.to && x.absent == y.absent && x.zeroed == y.zeroed &&
           x.readonly == y.readonly && x.large == y.large;
  });
}

inline bool same_virtual_machine(const VirtualMachine& a, const VirtualMachine& b) {
  return a.name == b.name && same_table(a.pmap, b.pmap);
}

inline bool same_space(const AddressSpace& a, const AddressSpace& b) {
  return a.process == b.process && same_table(a.table, b.table);
}

inline bool same_task(const MonitorTask& a, const MonitorTask& b) {
  return a.name == b.name && a.cpu == b.cpu &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
                    [](const WorkItem& x, const WorkItem& y) {
                      return x.work == y.work && x.page == y.page && x.other == y.other;
                    });
}

inline bool same_trace(const Trace& a, const Trace& b) {
  const auto equal = [](const auto& x, const auto& y, auto same) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), same);
  };
  return a.system == b.system && a.values == b.values && equal(a.options, b.options, same_option) &&
         equal(a.files, b.files, same_file) && equal(a.actors, b.actors, same_actor) &&
         equal(a.faults, b.faults, same_fault) && equal(a.conditions, b.conditions, same_condition) &&
         equal(a.volumes, b.volumes, same_volume) && equal(a.directories, b.directories, same_directory) &&
         equal(a.users, b.users, same_user) && equal(a.mounts, b.mounts, same_mount) &&
         equal(a.expectations, b.expectations, same_expectation) && same_machine(a.machine, b.machine) &&
         equal(a.machines, b.machines, same_virtual_machine) && equal(a.spaces, b.spaces, same_space) &&
         equal(a.tasks, b.tasks, same_task);
}

}  // namespace braid
