import { createContext, useContext } from "react";
import { type WebSocketService, websocketService } from "../services/websocketService.js";

/** The service that hooks below use; the page's common one unless there is another. */
export const ServiceContext = createContext<WebSocketService>(websocketService);

export function useService(): WebSocketService {
  return useContext(ServiceContext);
}
