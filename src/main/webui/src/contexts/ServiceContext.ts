"use client";

import { createContext, useContext } from "react";
import { type WebSocketService, websocketService } from "../services/websocketService.js";

/** The service that hooks inside use; the page's shared one by default. */
export const ServiceContext = createContext<WebSocketService>(websocketService);

export function useService(): WebSocketService {
  return useContext(ServiceContext);
}
