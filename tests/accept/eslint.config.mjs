// Schema rules: recommended and Relay.      usage, with schema.graphql beside this file: npx eslint schema.graphql
import graphql from '@graphql-eslint/eslint-plugin';

const withoutId = { types: ['PageInfo'], suffixes: ['Payload', 'Connection', 'Edge', 'Error', 'Info'] };

export default [{
  files: ['**/*.graphql'],
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: './schema.graphql' } },
  },
  plugins: { '@graphql-eslint': graphql },
  rules: {
    ...graphql.configs['flat/schema-recommended'].rules,
    ...graphql.configs['flat/schema-relay'].rules,
    '@graphql-eslint/strict-id-in-types': ['error', {
      acceptedIdNames: ['id'], acceptedIdTypes: ['ID'], exceptions: withoutId,
    }],
    '@graphql-eslint/relay-edge-types': ['error', {
      withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false,
    }],
  },
}];
