// ns-3's share of the comparison: its bare scheduler, an event for each thing that happens. Reads the work
// from standard input, numbers one after another; writes requests, ms waited, and ms that it took.
//
// Needs ns-3 (Debian: libns3-dev) and a C++ compiler.

#include <chrono>
#include <deque>
#include <iostream>
#include <vector>

#include <ns3/simulator.h>

using ns3::NanoSeconds;
using ns3::Simulator;

namespace {

double interval, path, duration;
int idle, polls;
std::vector<double> services;
std::vector<int> asked;
std::vector<ns3::Time> arrived;
std::deque<int> line;
int requests = 0;
double waited = 0;

ns3::Time Ms(double ms) { return NanoSeconds(static_cast<int64_t>(ms * 1e6)); }

void Served();

void Begin(int client) {
  requests += 1;
  waited += (Simulator::Now() - arrived[client]).GetNanoSeconds() / 1e6;
  Simulator::Schedule(Ms(services[client * polls + asked[client]++]), &Served);
}

void Served() {
  if (line.empty()) {
    idle += 1;
    return;
  }
  int client = line.front();
  line.pop_front();
  Begin(client);
}

void Arrives(int client) {
  arrived[client] = Simulator::Now();
  if (idle == 0) {
    line.push_back(client);
    return;
  }
  idle -= 1;
  Begin(client);
}

void Due(int client) {
  Simulator::Schedule(Ms(path), &Arrives, client);
  Simulator::Schedule(Ms(interval), &Due, client);
}

}  // namespace

int main() {
  int clients;
  std::cin >> clients >> interval >> path >> idle >> duration >> polls;
  std::vector<double> phases(clients);
  for (double& phase : phases) std::cin >> phase;
  services.resize(clients * polls);
  for (double& service : services) std::cin >> service;
  asked.resize(clients);
  arrived.resize(clients);
  auto start = std::chrono::steady_clock::now();
  for (int client = 0; client < clients; client++) {
    Simulator::Schedule(Ms(phases[client]), &Due, client);
  }
  Simulator::Stop(Ms(duration));
  Simulator::Run();
  std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  Simulator::Destroy();
  std::cout << requests << " " << waited << " " << took.count() << std::endl;
}
