// Talking to the shop's JSON API.

/** The API said no, or could not be reached. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The answer to a request; throws ApiError with a sentence for the visitor. */
async function ask(method, path, body) {
  let response;
  try {
    response = await fetch(`/api/${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError("The shop cannot be reached. Please try again.", 0);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(answer.error?.message ?? "The shop has a fault. Please try again later.", response.status);
  return answer;
}

export const visitor = () => ask("GET", "session");
export const products = (search) => ask("GET", `products?${new URLSearchParams(search)}`);
export const product = (id) => ask("GET", `products/${encodeURIComponent(id)}`);
export const recommendations = (id) => ask("GET", `products/${encodeURIComponent(id)}/recommendations`);
export const logIn = (email, password) => ask("POST", "login", { email, password });
export const logOut = () => ask("POST", "logout");
export const cart = () => ask("GET", "cart");
export const addToCart = (id, quantity) => ask("POST", "cart", { product: id, quantity });
export const removeFromCart = (id) => ask("DELETE", `cart/${encodeURIComponent(id)}`);
export const pay = (lamp) => ask("POST", "orders", lamp ? { product: lamp.id } : {});
export const order = (number) => ask("GET", `orders/${encodeURIComponent(number)}`);
