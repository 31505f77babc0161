#include "afs/written_rx.h"

namespace braid::import::test {
namespace {

constexpr std::uint8_t kUdp = 17;

}  // namespace

std::string rx(const RxFields& fields, std::string_view body) {
  std::string packet = big_32(fields.epoch) + big_32(fields.connection) + big_32(fields.call) +
                       big_32(fields.sequence) + big_32(fields.serial);
  for (const std::uint8_t byte : {fields.type, fields.flags, std::uint8_t{0}, fields.security})
    packet += static_cast<char>(byte);
  return packet + big_16(0) + big_16(fields.service) + std::string(body);
}

std::string asked(std::string_view packet) {
  return ipv4(11, 1, kUdp, udp(7001, 7000, packet));
}

std::string answered(std::string_view packet) {
  return ipv4(1, 11, kUdp, udp(7000, 7001, packet));
}

std::string request(std::uint32_t call, std::string_view body) {
  return asked(rx({.call = call, .serial = 2 * call}, body));
}

std::string reply(std::uint32_t call, std::string_view body) {
  return answered(rx({.call = call, .serial = 2 * call, .flags = kLast}, body));
}

std::string xdr_text(std::string_view text) {
  return big_32(static_cast<std::uint32_t>(text.size())) + std::string(text) +
         std::string((4 - text.size() % 4) % 4, '\0');
}

std::string xdr_fid(std::uint32_t vnode, std::uint32_t unique) {
  return big_32(5) + big_32(vnode) + big_32(unique);
}

std::string xdr_status(std::uint32_t type, std::uint32_t size, std::uint32_t version, std::uint32_t error) {
  std::string status;
  for (const std::uint32_t word : {1U, type, 1U,    size,  version, 0U, 7U, 0U, 0U, 0644U, 0U,
                                   0U, 0U,   1000U, 1000U, 8U,      0U, 0U, 0U, 0U, error})
    status += big_32(word);
  return status;
}

std::string xdr_callback() {
  return big_32(1) + big_32(60) + big_32(2);
}

std::string xdr_sync() {
  return std::string(24, '\0');
}

std::string xdr_set_mtime() {
  return big_32(1) + big_32(1000) + std::string(16, '\0');
}

std::string directory_page(std::string_view name, std::uint32_t vnode, std::uint32_t unique) {
  constexpr std::size_t kFirstSlot = 13;
  constexpr std::size_t kSlot = 32;
  std::string page(2048, '\0');
  page.replace(0, 4, big_16(1) + big_16(1234));
  page[5] = static_cast<char>(0xff);  // which slots are used, bit by bit: the headers', and the entry's
  page[6] = 0x3f;
  const std::string entry = big_32(0x01000000) + big_32(vnode) + big_32(unique) + std::string(name);
  page.replace(kFirstSlot * kSlot, entry.size(), entry);
  return page;
}

}  // namespace braid::import::test
