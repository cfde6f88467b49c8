/** The part of simjs (no types of its own) that the benchmark uses. */
declare module 'simjs' {
	interface Request {
		done(callback: () => void): Request;
	}
	class Facility {
		static readonly FCFS: number;
		constructor(name: string, discipline: number, servers: number);
	}
	class Entity {
		time(): number;
		setTimer(duration: number): Request;
		useFacility(facility: Facility, duration: number): Request;
		start(): void;
	}
	class Sim {
		addEntity<T extends Entity>(entity: new (...parameters: never[]) => T): T;
		simulate(endTime: number): boolean;
	}
	export interface Simjs {
		readonly Entity: typeof Entity;
		readonly Facility: typeof Facility;
		readonly Sim: typeof Sim;
	}
}
