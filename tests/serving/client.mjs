// A client by graphql-request: reads lines of JSON with a document, and writes what it is answered.
import { createInterface } from 'node:readline';
import { ClientError, GraphQLClient } from 'graphql-request';

for await (const line of createInterface({ input: process.stdin })) {
  const { url, token, document, variables } = JSON.parse(line);
  const client = new GraphQLClient(url, { headers: { authorization: `Bearer ${token}` } });
  let answer;
  try {
    answer = { data: await client.request(document, variables) };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    answer = { errors: error.response.errors };
  }
  console.log(JSON.stringify(answer));
}
